"""The whole story of a primary, played in a browser from an empty install to its result."""
