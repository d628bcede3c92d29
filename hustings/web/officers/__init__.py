"""Organisations, their officers and their roles; invitations and one-time sign-in links."""
