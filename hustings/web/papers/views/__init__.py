"""The officers' pages of opened papers."""
