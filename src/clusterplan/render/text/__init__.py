"""For pipes and programs: plain text, Markdown, records, JSON."""
