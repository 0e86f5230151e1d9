"""A study and other programs: their projects in, its codings out."""
