"""Lines of the bills grid, pro rata fairness, the distribution dashboard; pure. See docs/formulas."""
