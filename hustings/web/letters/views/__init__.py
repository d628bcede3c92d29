"""The officers' pages of letters and mail."""
