"""The suppliers' side: what to buy, and the words that ask for it."""
