"""Every act on opened papers: each in one transaction, with its journal sentence."""
