"""Addresses: journals: list, form, one journal, approval queue, templates."""

from django.urls import URLPattern, path

from . import addresses, entry_views, form_views, list_views, option_views, queue_views, template_views

__all__ = ["addresses", "urlpatterns"]

urlpatterns: list[URLPattern] = [
    path("entries/", list_views.entries, name="entries"),
    path("entries/export.csv", list_views.entries_csv, name="entries_csv"),
    path("entries/export.xlsx", list_views.entries_xlsx, name="entries_xlsx"),
    path("entries/new/", form_views.journal_new, name="journal_new"),
    path("entries/new/lines", form_views.lines_part, name="lines_part"),
    path("entries/options/templates", option_views.template_options, name="template_options"),
    path("entries/options/accounts", option_views.account_options, name="account_options"),
    path("entries/options/cost-centers", option_views.cost_center_options, name="cost_center_options"),
    path("entries/options/departments", option_views.department_options, name="department_options"),
    path("entries/options/vendors", option_views.vendor_options, name="vendor_options"),
    path("entries/options/cases", option_views.case_options, name="case_options"),
    path("entries/period", option_views.period_part, name="period_part"),
    path("entries/<journal:name>/", entry_views.journal, name="journal"),
    path("entries/<journal:name>/edit/", form_views.journal_edit, name="journal_edit"),
    path("entries/<journal:name>/submission", entry_views.submit, name="submit"),
    path("entries/<journal:name>/withdrawal", entry_views.withdraw, name="withdraw"),
    path("entries/<journal:name>/removal", entry_views.delete, name="delete"),
    path("entries/<journal:name>/approval", entry_views.approve, name="approve"),
    path("entries/<journal:name>/rejection", entry_views.reject, name="reject"),
    path("entries/<journal:name>/posting", entry_views.post, name="post"),
    path("entries/<journal:name>/reversal", entry_views.reverse, name="reverse"),
    path("entries/<journal:name>/attachments", entry_views.attach, name="attach"),
    path("queue/", queue_views.queue, name="queue"),
    path("queue/approval", queue_views.approve_picked, name="approve_picked"),
    path("queue/<journal:name>/", queue_views.queue_entry, name="queue_entry"),
    path("templates/", template_views.template_list, name="templates"),
    path("templates/new/", template_views.template_new, name="template_new"),
    path("templates/new/example", template_views.template_example, name="template_example"),
    path("templates/<slug:code>/", template_views.template, name="template"),
]
