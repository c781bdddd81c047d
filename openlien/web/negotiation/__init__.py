"""The rooms of a negotiation: the desk with its bills, the offers of the case, outside bills."""
