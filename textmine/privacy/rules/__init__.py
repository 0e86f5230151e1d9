"""Patterns of identifiers as social care and the police write them in the United Kingdom."""
