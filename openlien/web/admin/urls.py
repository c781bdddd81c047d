"""Addresses of administration."""

from django.urls import path

from . import access_log, audit, roles, tokens, users

urlpatterns = [
    path("admin/users/", users.user_list, name="admin_users"),
    path("admin/users/new/", users.new_user, name="admin_user_new"),
    path("admin/users/<uuid:user_id>/", users.one_user, name="admin_user"),
    path("admin/users/<uuid:user_id>/deactivation/", users.deactivation, name="admin_user_deactivation"),
    path("admin/users/<uuid:user_id>/activation/", users.activation, name="admin_user_activation"),
    path("admin/users/<uuid:user_id>/password/", users.password, name="admin_user_password"),
    path("admin/users/<uuid:user_id>/second-factor/", users.second_factor, name="admin_user_second_factor"),
    path("admin/roles/", roles.roles, name="admin_roles"),
    path("admin/tokens/", tokens.tokens, name="admin_tokens"),
    path("admin/tokens/<uuid:token_id>/revocation/", users.token_revocation, name="admin_token_revocation"),
    path("admin/audit/", audit.audit, name="admin_audit"),
    path("admin/audit.csv", audit.audit_csv, name="admin_audit_csv"),
    path("admin/access/", access_log.access_log, name="admin_access"),
    path("admin/access.csv", access_log.access_log_csv, name="admin_access_csv"),
]
