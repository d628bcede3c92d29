"""The officers' pages of the post."""
