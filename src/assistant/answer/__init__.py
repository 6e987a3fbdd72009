"""Question and passages to a verified answer."""
