"""What the firm told of the settlement, and who gets which part of it."""
