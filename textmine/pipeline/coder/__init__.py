"""The study's coder: what it learns from, how it is measured, what it suggests and why."""
