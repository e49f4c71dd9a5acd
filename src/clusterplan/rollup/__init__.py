"""From returns of single units to the figures of a year, exact and safe to publish."""
