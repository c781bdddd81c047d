"""Addresses of the pages of the books."""

from django.urls import include, path

from .accounts.urls import urlpatterns as accounts
from .journals.urls import urlpatterns as journals
from .periods.urls import urlpatterns as periods
from .reports.urls import urlpatterns as reports
from .setup.urls import urlpatterns as setup
from .workflows.urls import urlpatterns as workflows

app_name = "ledger"
urlpatterns = [path("ledger/", include([*workflows, *accounts, *journals, *setup, *periods, *reports]))]
