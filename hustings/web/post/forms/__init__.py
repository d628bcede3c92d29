"""What the pages of the post ask for."""
