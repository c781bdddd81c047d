"""The rules of the calculator: where each comes from, how old its last check is, and a form to try it."""
