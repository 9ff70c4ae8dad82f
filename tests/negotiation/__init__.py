"""A thousand negotiations with scripted suppliers: `python -m tests.negotiation`."""
