"""Work that takes longer than a request, with its progress."""
