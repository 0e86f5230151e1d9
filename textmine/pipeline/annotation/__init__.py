"""What annotators are sent and what comes back: the study's side of Label Studio, and changes of the codebook."""
