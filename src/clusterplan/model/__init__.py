"""What is promised, what is observed, and what a report says of both."""
