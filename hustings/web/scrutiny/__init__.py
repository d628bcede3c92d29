"""Candidates' agents and scrutineers: invited by link, they see, object, sign and ask again."""
