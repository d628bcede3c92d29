"""Tags of the API."""
