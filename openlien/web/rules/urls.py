"""Addresses of the rules."""

from django.urls import path

from . import views

app_name = "rules"
urlpatterns = [
    path("rules/", views.index, name="index"),
    path("rules/export.<file_form:form>", views.export, name="export"),
    path("rules/<slug:name>/", views.rule, name="rule"),
]
