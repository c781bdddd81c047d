"""The desk of a case: its bills with their offers, worked by keyboard, and the cards around them."""
