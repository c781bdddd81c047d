"""The product's settings, and the tests' jobs."""

from openlien.project.settings import *  # noqa: F403

PROCRASTINATE_IMPORT_PATHS = ["tests.project.waiting_tasks"]
