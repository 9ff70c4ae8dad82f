"""What the desk does for customers: proposed, confirmed, agreed to, done once, taken back.

details.py    what is to be done, as the ledger keeps it
seen.py       the records an action is judged by
kinds/       each kind of action: its rule, doing it, taking it back
summary.py    what is read back to the customer
reasons.py    why something cannot be done, in words
book.py       the ledger: propose, apply, ask staff, drop, take back; each step once
proposals.py  from what a form gathered to the question "shall I?", and the answer to it
begin.py      which order an action is about, and whether it may be at all
next_question.py  the next question of a form, or the proposal
gather.py     gathering what an action needs, a question at a time
forms/        what each kind of action asks for, in which order
fields.py     reading the answers
"""
