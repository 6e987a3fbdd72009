"""Question to passages: embedding, index, keywords, and their fusion."""
