"""The kinds of actions. A new one: a file here, a line in `registry.py` and in docs/policy.md."""
