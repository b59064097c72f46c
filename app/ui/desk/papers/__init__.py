"""Working papers of a criterion and what the unit must still bring: written, fed into findings, listed."""
