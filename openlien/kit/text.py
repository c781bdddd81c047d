"""Keys under which differently typed spellings of the same words meet."""

import unicodedata


def fold(text: str) -> str:
    """Return the text without case, accents and white space: a key to compare by, not to show."""
    # Letters such as the mathematical 𝑨 have a case only after they are decomposed.
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    bare = (letter for letter in unicodedata.normalize("NFKD", decomposed) if not _is_dropped(letter))
    return "".join(bare)


def fold_name(text: str) -> str:
    """Return the folded text reduced to its letters and digits, for names typed with any punctuation."""
    return "".join(character for character in fold(text) if character.isalnum())


def _is_dropped(character: str) -> bool:
    return unicodedata.combining(character) > 0 or character.isspace()
