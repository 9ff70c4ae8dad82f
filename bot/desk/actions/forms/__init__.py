"""What each kind of action needs to know, asked for a question at a time."""
