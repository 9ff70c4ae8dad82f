"""The customers' side, one use case a file."""
