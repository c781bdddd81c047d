"""Addresses of the definitions; API problems link to the errors."""

from django.urls import path

from . import views

app_name = "formulas"
urlpatterns = [
    path("formulas/", views.index, name="index"),
    path("formulas/<slug:name>/", views.formula, name="page"),
    path("docs/errors", views.errors, name="errors"),
]
