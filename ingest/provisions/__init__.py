"""The parts of a regulation's text, down to huruf and angka. The door is `structure`."""
