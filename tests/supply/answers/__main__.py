"""`python -m tests.supply.answers FOLDER [--show]`."""

from bot.commands.answers.score import main

main()
