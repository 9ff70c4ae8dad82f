"""The clock and the wake-ups: when things happen."""
