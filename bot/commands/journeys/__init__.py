"""Written conversations: read, played with the real models on a shop of their own, and judged.

script.py    what a journey's file says
shop.py      the shop that a journey begins with
desk.py      one desk on a fresh database, and its customer
play.py      one run: every line said, every check made
records.py   what the records hold before and after
figures.py   how often journeys succeed
"""
