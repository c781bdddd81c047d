"""Addresses of sign-in and of the own account.

The names of allauth stay, because its views look each other up by them; what is not listed is not served.
"""

from django.urls import path

from . import profile, security, sign_in, tokens

urlpatterns = [
    path("account/sign-in/", sign_in.sign_in, name="account_login"),
    path("account/sign-in/code/", sign_in.second_factor, name="mfa_authenticate"),
    path("account/sign-in/inactive/", sign_in.inactive, name="account_inactive"),
    path("account/sign-out/", sign_in.sign_out, name="account_logout"),
    path("account/forgotten-password/", sign_in.forgotten_password, name="account_forgotten_password"),
    path("account/confirm/", sign_in.confirm_password, name="account_reauthenticate"),
    path("account/confirm/code/", sign_in.confirm_code, name="mfa_reauthenticate"),
    path("account/", profile.profile, name="account"),
    path("account/password/", security.change_password, name="account_change_password"),
    path("account/security/", security.security, name="mfa_index"),
    path("account/security/app/", security.turn_on, name="mfa_activate_totp"),
    path("account/security/app/off/", security.turn_off, name="mfa_deactivate_totp"),
    path("account/security/codes/", security.recovery_codes, name="mfa_view_recovery_codes"),
    path("account/security/codes/new/", security.new_recovery_codes, name="mfa_generate_recovery_codes"),
    path("account/tokens/", tokens.tokens, name="account_tokens"),
    path("account/tokens/<uuid:token_id>/revocation/", tokens.revocation, name="account_token_revocation"),
]
