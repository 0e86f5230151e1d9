"""What a person looks at and decides about what was replaced."""
