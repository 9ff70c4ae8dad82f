"""τ-bench's retail tasks (Yao et al. 2024, arXiv:2406.12045; MIT) driven through the desk.

    python -m tests.tau --data FOLDER [--tasks N]

The orders, users and products come in through the shop's own import. A scripted customer says what
each task wants, tells what it is asked for, and says yes; afterwards the records are compared with
what the task's right actions make of them. Nothing of the set is in the repository.
"""
