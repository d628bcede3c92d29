"""A primary by post and online at once, from set-up to declaration: every figure adds up."""
