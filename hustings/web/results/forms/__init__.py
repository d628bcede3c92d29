"""What officers fill in between the close and the declared result."""
