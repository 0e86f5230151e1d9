"""How names, places, dates and numbers are written, in English and Welsh; what is an ordinary word."""
