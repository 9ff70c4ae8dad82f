"""The kinds of actions. A new one: a file here, a line in `registry.py`, a row in docs/policy.md."""
