from tests.web.accounts.conftest import _cheap_hashes, _no_tries_yet, signed_in, user

__all__ = ["_cheap_hashes", "_no_tries_yet", "signed_in", "user"]
