"""The web channel: the customers' chat page, and the HTTP API for the shop's records."""
