"""Search from anywhere: the palette behind Ctrl K."""
