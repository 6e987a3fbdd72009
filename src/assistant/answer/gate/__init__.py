"""The eyes of the gate: what sentences claim, and whether a passage says what a sentence says."""
