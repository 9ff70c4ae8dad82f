"""The shop's answers: brought in from files, and found by full text and meaning."""
