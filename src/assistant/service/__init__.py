"""What serving a page to many people takes besides answers: who may ask, how often, in which turn, and whether at all."""
