"""Ways of judging progress, one per file; each takes plain numbers."""
