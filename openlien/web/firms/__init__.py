"""Law firms: the cards of a case, the list, and the page of one with all its cases."""
