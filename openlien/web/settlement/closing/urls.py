"""Addresses of closing statements."""

from django.urls import path

from ...cases import numbers as _numbers  # noqa: F401 (registers case numbers as parts of addresses)
from . import views

CASE = "cases/<case_number:number>/closing-statements"

app_name = "closing"
urlpatterns = [
    path(f"{CASE}/", views.statements_page, name="list"),
    path(f"{CASE}/settlements/<uuid:settlement_id>/make", views.make_page, name="make"),
    path(f"{CASE}/<uuid:statement_id>/", views.statement_page, name="statement"),
    path(f"{CASE}/<uuid:statement_id>/copy", views.copy_page, name="copy"),
    path(f"{CASE}/<uuid:statement_id>/approval", views.approval_page, name="approval"),
]
