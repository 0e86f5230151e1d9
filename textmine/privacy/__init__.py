"""Pseudonymise: the identifiable side of the airlock."""
