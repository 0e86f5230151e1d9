"""The known names of a case: its roster, and where they stand in a text."""
