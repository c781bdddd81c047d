"""Addresses of the choices about appearance."""

from django.urls import path

from . import views

app_name = "appearance"
urlpatterns = [
    path("appearance/theme", views.choose_theme, name="theme"),
    path("appearance/density", views.choose_density, name="density"),
    path("appearance/keys", views.choose_keys, name="keys"),
]
