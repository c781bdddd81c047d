"""Collections: firms, their cases, what is due on them."""
