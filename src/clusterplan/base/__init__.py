"""What knows nothing of plans: exact numbers, units, messages, findings."""
