"""Django's own commands for letters."""
