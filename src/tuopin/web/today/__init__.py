"""What is there to do today, by role."""
