"""The pages of agents, and the officers' pages about them."""
