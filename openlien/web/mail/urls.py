"""Addresses of mail and of its templates."""

from django.urls import path

from ..cases import numbers as _numbers  # noqa: F401 (registers case numbers as parts of addresses)
from . import case_views, decision_views, outbox_views, panel_views, template_views

CASE = "cases/<case_number:number>/mail"

app_name = "mail"
urlpatterns = [
    path(f"{CASE}/", case_views.mails, name="of_case"),
    path(f"{CASE}/new", panel_views.new_mail, name="new"),
    path(f"{CASE}/<uuid:mail_id>/", case_views.one_mail, name="mail"),
    path(f"{CASE}/<uuid:mail_id>/again", decision_views.again, name="again"),
    path(f"{CASE}/<uuid:mail_id>/arrival", decision_views.arrival, name="arrival"),
    path(f"{CASE}/<uuid:mail_id>/withdrawal", decision_views.withdrawal, name="withdrawal"),
    path("admin/outbox/", outbox_views.outbox_page, name="outbox"),
    path("admin/templates/", template_views.templates, name="templates"),
    path("admin/templates/new", template_views.new_template, name="template_new"),
    path("admin/templates/cases", template_views.case_options, name="template_cases"),
    path("admin/templates/preview", template_views.preview, name="template_preview"),
    path("admin/templates/<uuid:template_id>/", template_views.edit_template, name="template"),
    path("admin/templates/<uuid:template_id>/switch", template_views.switch, name="template_switch"),
]
