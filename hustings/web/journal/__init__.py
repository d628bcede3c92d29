"""Every act of an officer, in a sentence, chained by digests; nothing is changed or removed."""
