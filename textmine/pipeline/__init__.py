"""The whole story in order; the only room that knows it."""
