"""Addresses: periods and the month-end checklist, the sync monitor, the check of the books."""

from django.urls import URLPattern, path

from openlien.web.portfolio import urls as _file_forms  # noqa: F401 (registers the ending of exported files)

from . import accrual_views, audit_views, list_views, month_views, sync_views

MONTH, CHECK = "periods/<slug:code>", "audit/checks/<uuid:check_id>"
urlpatterns: list[URLPattern] = [
    path("periods/", list_views.periods, name="periods"),
    path("periods/history", list_views.history, name="periods_history"),
    path(f"{MONTH}/", month_views.month, name="period"),
    path(f"{MONTH}/services", accrual_views.find, name="services"),
    path(f"{MONTH}/accruals/", accrual_views.accrual_list, name="accruals"),
    path(f"{MONTH}/accruals/posting", accrual_views.create, name="accruals_posting"),
    path(f"{MONTH}/accruals/reversal", accrual_views.take_back, name="accruals_reversal"),
    path(f"{MONTH}/accruals/export.<file_form:form>", accrual_views.export, name="accruals_export"),
    path(f"{MONTH}/accruals/<uuid:accrual_id>", accrual_views.one_accrual, name="accrual"),
    path(f"{MONTH}/steps/<slug:name>", month_views.step, name="period_step"),
    path(f"{MONTH}/closure", month_views.closure, name="period_closure"),
    path(f"{MONTH}/lock", month_views.lock, name="period_lock"),
    path(f"{MONTH}/reopening", month_views.reopening, name="period_reopening"),
    path("sync/", sync_views.monitor, name="sync"),
    path("sync/<uuid:journal_id>/retry", sync_views.retry, name="sync_retry"),
    path("sync/<uuid:journal_id>/ignoring", sync_views.ignore, name="sync_ignore"),
    path("audit/", audit_views.audit, name="audit"),
    path("audit/checks", audit_views.start, name="audit_start"),
    path("audit/anchors", audit_views.anchor, name="audit_anchor"),
    path("audit/anchors.<file_form:form>", audit_views.anchor_file, name="audit_anchor_file"),
    path(f"{CHECK}/", audit_views.one_check, name="audit_check"),
    path(f"{CHECK}/progress", audit_views.progress, name="audit_progress"),
    path(
        f"{CHECK}/findings.<file_form:form>",
        audit_views.check_file,
        name="audit_check_file",
    ),
]
