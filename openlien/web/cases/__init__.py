"""Pages of cases: the list, the case with its tabs, and the forms that change it."""
