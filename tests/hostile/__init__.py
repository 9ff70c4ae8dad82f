"""Hostile inputs, thousands of them, held against the whole desk with its real models.

    python -m tests.hostile [--inputs N] [--seed S]

A demo shop with open forms and proposals hears fuzz, forged buttons, other people's numbers and
malformed updates. After every round it is looked whether anything broke, whether anybody heard
of another customer, and whether anything was done that its owner had not said yes to.

shop.py      the shop, its customers and the accounts that write
texts.py     hostile words
presses.py   forged and replayed buttons
earnest.py   what an honest customer does, so that forms and proposals stand open
inputs.py    one input: its kind, drawn by chance
updates.py   inputs as Telegram's JSON, some of it malformed
secrets.py   whose every fact is, and what an account may hear
replies.py   looking at what the desk said
ledger.py    looking at what the desk did
rounds.py    playing the rounds
table.py     the table
"""
