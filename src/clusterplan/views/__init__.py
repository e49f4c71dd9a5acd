"""A report seen otherwise: one commitment in full, all years, the whole document."""
