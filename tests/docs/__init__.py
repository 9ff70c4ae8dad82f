"""The documentation, held to what is in the tree."""
