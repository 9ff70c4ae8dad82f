"""Negotiating with a supplier: what to answer next, inside staff's guardrails. Pure decisions.

`terms` says what is talked about, `limits` what staff allow, `reservation` what a deal is worth to
us, `concession` which offer comes next, `doubts` what is no serious answer, `next_move` what to do,
`wording` the words and their slots, `secrecy` the last lock before a text is sent.
"""
