"""What officers and the public fill in about the roll."""
