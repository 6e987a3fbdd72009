"""Test sets become figures: cases → outcomes → summary → the terminal, JSON, a page, and the baseline of the tests."""
