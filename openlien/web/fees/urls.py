"""Addresses of fee schedules."""

from django.urls import path

from openlien.web.portfolio import urls as _file_forms  # noqa: F401 (registers the ending of exported files)

from . import deletion_views, version_views, views

app_name = "fees"
urlpatterns = [
    path("admin/fees/", views.schedule_list, name="list"),
    path("admin/fees/new", views.new_schedule, name="new"),
    path("admin/fees/<uuid:schedule_id>/", views.schedule, name="schedule"),
    path("admin/fees/<uuid:schedule_id>/name", views.rename, name="rename"),
    path("admin/fees/<uuid:schedule_id>/prices.<file_form:form>", views.prices_file, name="prices_file"),
    path("admin/fees/<uuid:schedule_id>/versions/new", version_views.new_version, name="new_version"),
    path("admin/fees/<uuid:schedule_id>/deletion", deletion_views.schedule_deletion, name="deletion"),
    path(
        "admin/fees/<uuid:schedule_id>/versions/<uuid:version_id>/deletion",
        deletion_views.version_deletion,
        name="version_deletion",
    ),
]
