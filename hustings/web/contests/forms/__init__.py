"""What officers fill in. Each form knows its contest and gives the values that an action takes."""
