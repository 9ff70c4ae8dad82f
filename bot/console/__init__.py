"""The staff's room in the browser: what waits for a person, and what could not be sent."""
