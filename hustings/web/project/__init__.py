"""Settings, addresses, the data folder, the clock and what the database itself guards."""
