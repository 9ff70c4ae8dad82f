"""What may be done for a customer, by rule: one kind of action a file, no input or output."""
