"""The customer's data: what is kept, a copy of it, and its deletion."""
