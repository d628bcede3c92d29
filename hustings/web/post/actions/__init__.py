"""Every write of the post: each act takes ``by=Actor``, holds its transaction and its locks, and
journals a sentence. Errors are RuleError, whose text is for the officer.
"""
