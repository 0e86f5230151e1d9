"""REFI-QDA, the exchange format of qualitative analysis programs: projects and codebooks in and out."""
