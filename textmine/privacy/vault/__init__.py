"""The vault: which pseudonym is whose, sealed, with a log of every reading."""
