"""`python -m tests.supply.answers FOLDER [--show]`."""

from tests.supply.answers.score import main

main()
