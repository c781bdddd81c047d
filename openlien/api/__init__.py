"""The JSON interface: typed operations over the same queries and actions that the pages call."""
