"""The plan and its figures in the formats of other programs."""
