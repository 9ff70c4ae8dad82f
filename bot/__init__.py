"""What acts: channels, the desk, the supply loop, the console and the clock."""
