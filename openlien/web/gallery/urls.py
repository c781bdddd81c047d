"""Addresses of the gallery."""

from django.urls import path

from . import views

app_name = "gallery"
urlpatterns = [
    path("gallery/", views.index, name="index"),
    path("gallery/case", views.case_page, name="case"),
    path("gallery/plain", views.plain_page, name="plain"),
    path("gallery/firms", views.firms, name="firms"),
    path("gallery/progress", views.progress, name="progress"),
    path("gallery/save", views.save, name="save"),
]
