"""The same hour run by two processes, or again after a kill: everybody is told once."""
