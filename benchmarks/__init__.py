"""Our retrieval beside what one would otherwise put together, over the same articles and questions: `make bench`."""
