"""Themes that nobody has a code for yet."""
