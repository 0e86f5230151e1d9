"""Code narratives: codebook, passages, encoder, classifier, how good it is."""
