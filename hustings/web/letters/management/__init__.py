"""Print runs and mailings from the shell."""
