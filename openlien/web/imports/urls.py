"""Addresses of the import pages."""

from django.urls import path

from . import downloads, list_views, upload_views, views

app_name = "imports"
urlpatterns = [
    path("imports/", list_views.history, name="home"),
    path("imports/new", upload_views.new, name="new"),
    path("imports/<uuid:import_id>/", views.detail, name="detail"),
    path("imports/<uuid:import_id>/progress", views.progress, name="progress"),
    path("imports/<uuid:import_id>/findings", list_views.findings, name="findings"),
    path("imports/<uuid:import_id>/columns/<int:file_id>", upload_views.columns, name="columns"),
    path("imports/<uuid:import_id>/start", upload_views.start, name="start"),
    path("imports/<uuid:import_id>/discard", upload_views.discard, name="discard"),
    path("imports/<uuid:import_id>/report.json", downloads.report, name="report"),
    path("imports/<uuid:import_id>/refused-<slug:kind>.csv", downloads.refused, name="refused"),
    path("imports/batches/<uuid:batch_id>/undo", list_views.undo, name="undo"),
]
