"""For a terminal, through rich: what fits its width."""
