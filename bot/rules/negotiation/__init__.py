"""Negotiating with a supplier: what to answer next, inside staff's guardrails. Pure decisions.

`terms` says what is talked about, `limits` what staff allow, `reservation` what a deal is worth to
us, `position` both together; `concession` which offer comes next, `trade_off` price against day and
quantity, `named_terms` what the supplier named; `doubts` what is no serious answer, `standing` how
a course stands, `moves` what may be done, `our_moves` each of them as the course stands, `replies`
which one an answer gets, `next_move` what to do; `wording` the words and their slots, `secrecy` the
last lock before a text is sent.
"""
