"""A browser that is signed in as somebody with one role."""

from tests.web.scoped_browser import browser as browser
