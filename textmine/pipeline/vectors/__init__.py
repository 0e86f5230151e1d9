"""The vectors of a study's texts: encoded once, by several processes, and kept in files."""
