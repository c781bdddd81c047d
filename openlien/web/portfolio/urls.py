"""Addresses of the portfolio; a file has the address of its page with the ending csv or xlsx."""

from django.urls import path, register_converter

from . import exports, lists, tranche_pages, views


class FileForm:
    """The ending of an exported file."""

    regex = "csv|xlsx"

    def to_python(self, value: str) -> str:
        """The ending as it stands."""
        return value

    def to_url(self, value: str) -> str:
        """The ending as it stands."""
        return value


register_converter(FileForm, "file_form")

app_name = "portfolio"
urlpatterns = [
    path("", views.start, name="start"),
    path("portfolio/", views.home, name="home"),
    path("portfolio/months/", views.months, name="months"),
    path("portfolio/stages/<slug:code>/", lists.stage, name="stage"),
    path("portfolio/stages/<slug:code>.<file_form:form>", exports.stage, name="stage-export"),
    path("portfolio/groups/<slug:group>/", lists.group, name="group"),
    path("portfolio/groups/<slug:group>.<file_form:form>", exports.group, name="group-export"),
    path("portfolio/settled-pending/", lists.settled, name="settled-pending"),
    path("portfolio/settled-pending.<file_form:form>", exports.settled, name="settled-export"),
    path("portfolio/at-risk/", lists.at_risk, name="at-risk"),
    path("portfolio/at-risk.<file_form:form>", exports.at_risk, name="at-risk-export"),
    path("portfolio/firms/", views.firms, name="firms"),
    path("portfolio/trends/", views.trends, name="trends"),
    path("portfolio/tranches/", tranche_pages.tranches, name="tranches"),
    path("portfolio/tables/<slug:name>.<file_form:form>", exports.table, name="table"),
]
