"""Every address of the product: pages, JSON interface, health."""

from django.urls import include, path

from openlien.api.interface import api
from openlien.web import health
from openlien.web.access import Access, page
from openlien.web.logo import logo

public = page(Access.PUBLIC)

urlpatterns = [
    path("healthz", public(health.alive), name="healthz"),
    path("readyz", public(health.ready), name="readyz"),
    path("logo", logo, name="logo"),
    path("api/", api.urls),
    path("", include("openlien.web.cases.urls")),
    path("collections/", include("openlien.web.collections.urls")),
    path("", include("openlien.web.portfolio.urls")),
    path("", include("openlien.web.accounts.urls")),
    path("", include("openlien.web.admin.urls")),
    path("", include("openlien.web.appearance.urls")),
    path("", include("openlien.web.gallery.urls")),
    path("", include("openlien.web.search.urls")),
    path("", include("openlien.web.documents.urls")),
    path("", include("openlien.web.activity.urls")),
    path("", include("openlien.web.activity.task_urls")),
    path("", include("openlien.web.quality.urls")),
    path("", include("openlien.web.imports.urls")),
    path("", include("openlien.web.ledger.urls")),
    path("", include("openlien.web.funding.urls")),
    path("", include("openlien.web.plans.urls")),
    path("", include("openlien.web.case_report.urls")),
    path("", include("openlien.web.casework_reports.urls")),
    path("", include("openlien.web.firms.urls")),
    path("", include("openlien.web.fees.urls")),
    path("", include("openlien.web.negotiation.urls")),
    path("", include("openlien.web.settlement.urls")),
    path("", include("openlien.web.settlement.closing.urls")),
    path("", include("openlien.web.settlement.trust.urls")),
    path("", include("openlien.web.settlement.calculation.urls")),
    path("", include("openlien.web.settlement.liens.urls")),
    path("", include("openlien.web.mail.urls")),
    path("", include("openlien.web.formulas.urls")),
    path("", include("openlien.web.rules.urls")),
]

handler400 = "openlien.web.errors.bad_request"
handler403 = "openlien.web.errors.forbidden"
handler404 = "openlien.web.errors.not_found"
handler429 = "openlien.web.errors.too_many_requests"
handler500 = "openlien.web.errors.server_error"
