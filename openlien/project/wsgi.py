"""The WSGI application that granian serves."""

import os

from django.core.wsgi import get_wsgi_application

from .supervision import end_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openlien.project.settings")
end_with_parent()
application = get_wsgi_application()
