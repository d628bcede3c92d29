"""What the pages of a result are made of: from a version to the pieces that a template places."""
