"""Faults of scanned texts: what pages carry besides the law, words and numbers that were misread. The door is `scan_faults`."""
