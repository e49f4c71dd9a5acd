"""Charts: which one shows what, and how it is drawn, for a page or as a picture of its own."""
