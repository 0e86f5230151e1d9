"""The study's themes: found, and decided about by people."""
