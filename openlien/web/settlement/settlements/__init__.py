"""The settlement table, the panel of a settlement, fees taken in."""
