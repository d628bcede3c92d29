"""Opening the envelopes, counting, declaring, and the pages that everybody reads."""
