"""What a person sees: records in, HTML and text out. Pure functions; everything from people and documents is escaped."""
