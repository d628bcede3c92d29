"""The read-only JSON API, its tokens, and the webhooks that tell of changes."""
