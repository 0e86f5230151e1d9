"""Find what identifies: the tagger, the patterns and the roster, merged by one rule."""
