"""Django's own commands for results."""
