"""Addresses of entries of the timeline; the Activity tab stands among the pages of cases."""

from django.urls import path

from . import entry_views

app_name = "activity"
urlpatterns = [
    path("activity/<uuid:entry_id>/", entry_views.entry, name="entry"),
    path("activity/<uuid:entry_id>/pin", entry_views.pin, name="pin"),
]
