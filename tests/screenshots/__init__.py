"""`python -m tests.screenshots`: every page of the staff's room, in both languages and sizes.

past.py       three months of conversations that are over, for the overview and the gaps
supply.py     forecasts, orders proposed and sent, suppliers who answer
customers.py  customers who write while the shop is open
staff.py      the first admin, who answers one of them and teaches
pictures.py   the pages, and their pictures in docs/screenshots
"""
