"""Attacks on the whole site, across its apps; docs/security.md names each."""
