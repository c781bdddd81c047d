"""What bills cost and return, and where lines stand."""
