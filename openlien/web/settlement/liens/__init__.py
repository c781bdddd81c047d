"""Lien tracking: six amounts for each lien, reductions by rule, and the queue of those who approve them."""
