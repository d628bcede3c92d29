"""The forms of opened papers."""
