"""What documents hold, as blocks that any format can write."""
