"""What the shop remembers: the only code that speaks SQL."""
