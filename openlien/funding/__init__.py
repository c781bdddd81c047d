"""What carrying a lien costs and returns: site costs, warehouse lines, interest, returns."""
