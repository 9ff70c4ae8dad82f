"""The benchmark: `python -m tests.bench [--quick] [--only NAME …] [--kills N]`.

turns    a lone customer's turn, message stored to reply queued
load     200 customers at once
start    a fresh process up to its first reply
memory   what a serving process holds after a load
growth   the turn again, among a million orders and five million messages
demand   a night's forecast of ten thousand items
kills    SIGKILL at random moments: nothing lost, nothing out of order

No figure is asserted anywhere: a machine that is busy otherwise is slow, not wrong. What the
kill test counts is asserted, in `test_kill_small.py`.
"""
