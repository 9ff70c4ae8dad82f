"""What every page that a browser opens has in common: safety, language, words. No framework."""
