"""What the commands do; `bot.cli` only reads their arguments."""
