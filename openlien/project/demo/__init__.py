"""The demo portfolio: a synthetic book of cases with whole life histories, and people to sign in as."""

from .loading import BookIsNotEmpty, DemoResult, is_book_empty, is_book_untouched, load_demo
from .showcase import showcase_number
from .users import SignIn, demo_sign_ins, open_demo_sign_ins

__all__ = [
    "BookIsNotEmpty",
    "DemoResult",
    "SignIn",
    "demo_sign_ins",
    "is_book_empty",
    "is_book_untouched",
    "load_demo",
    "open_demo_sign_ins",
    "showcase_number",
]
