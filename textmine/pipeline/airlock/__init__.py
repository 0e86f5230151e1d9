"""From write-ups to narratives, and what the holder of the key may do with the way back."""
