"""What the accountant reads above the books."""
