"""The WSGI application that granian serves."""

import gc
import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from .supervision import end_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openlien.project.settings")
end_with_parent()
application = get_wsgi_application()
import_module(settings.ROOT_URLCONF)
# What is loaded by now stays loaded. Without this, one page in a hundred or so looks through all of it for
# garbage, and pages take a tenth longer.
gc.collect()
gc.freeze()
