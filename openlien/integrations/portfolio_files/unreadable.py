"""The one exception of the cell readers; it never leaves a row."""


class Unreadable(ValueError):
    """A cell that is not what its column holds; the reason is a few words for the report."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason
