"""Addresses of documents; the list of a case stands among the pages of cases."""

from django.urls import path

from . import file_views, views

app_name = "documents"
urlpatterns = [
    path("documents/<uuid:document_id>/", views.document, name="document"),
    path("documents/<uuid:document_id>/file", file_views.saved, name="file"),
    path("documents/<uuid:document_id>/view", file_views.shown, name="view"),
    path("documents/<uuid:document_id>/versions/new", views.new_version, name="new_version"),
    path("documents/<uuid:document_id>/withdrawal", views.withdrawal, name="withdrawal"),
    path("documents/<uuid:document_id>/return", views.taking_back, name="taking_back"),
]
