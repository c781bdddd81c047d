"""Administration > Users: the list, and one user in a drawer over it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from openlien.cases.queries import scope_parties
from openlien.identity.actions import (
    change_user,
    create_user,
    remove_second_factor,
    revoke_token,
    set_password,
)
from openlien.identity.permissions import Permission, Role
from openlien.identity.queries import UserRow, tokens_of_user, user_detail, users

from ..access import page
from ..business_time import here
from ..role_words import grant_words, names_of_scopes, permission_words
from ..sent_forms import Wrong, refusals_of, typed
from ..token_rows import token_rows
from .places import admin_tabs
from .role_form import posted_grants, role_boxes

STATUSES = (("", "All"), ("active", "Active"), ("inactive", "Deactivated"))
manages_users = page(Permission.USERS_MANAGE)


@manages_users
@require_safe
def user_list(request: HttpRequest) -> HttpResponse:
    """The users that fit the search."""
    return render(request, "admin/users.jinja", _list_words(request))


@manages_users
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def new_user(request: HttpRequest) -> HttpResponse:
    """The drawer for a new user."""
    wrong = Wrong()
    if request.method == "POST":
        wrong = refusals_of(lambda: _create(request))
        if not wrong:
            messages.success(request, "The user is added and can sign in.")
            return HttpResponseRedirect(reverse("admin_users"))
    words = _form_words(request, (), wrong)
    return render(request, "admin/user_new.jinja", words, status=422 if wrong else 200)


@manages_users
@require_http_methods(["GET", "POST"])
def one_user(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """The drawer for one user: name and roles, and ways to everything else about the user."""
    user = user_detail(request.actor, user_id)  # type: ignore[attr-defined]
    wrong = Wrong()
    if request.method == "POST":
        wrong = refusals_of(lambda: _change(request, user_id))
        if not wrong:
            messages.success(request, f"{request.POST['name'].strip()} is saved.")
            return HttpResponseRedirect(reverse("admin_users"))
    words = {
        **_form_words(request, user.grants, wrong),
        "user": _user_words(user, grant_words(user.grants)),
        "name": request.POST.get("name", user.name),
        "permissions": permission_words(user.grants),
        "tokens": [row for row in token_rows(tokens_of_user(request.actor, user_id)) if row["is_active"]],  # type: ignore[attr-defined]
    }
    return render(request, "admin/user.jinja", words, status=422 if wrong else 200)


@manages_users
@require_POST
def deactivation(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """The user may not sign in any more; the message offers the way back."""
    change_user(request.actor, user_id, is_active=False)  # type: ignore[attr-defined]
    undo = f"undo:{reverse('admin_user_activation', args=[user_id])}"
    messages.success(request, "The user is deactivated and signed out everywhere.", extra_tags=undo)
    return HttpResponseRedirect(reverse("admin_users"))


@manages_users
@require_POST
def activation(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """The user may sign in again."""
    change_user(request.actor, user_id, is_active=True)  # type: ignore[attr-defined]
    messages.success(request, "The user may sign in again.")
    return HttpResponseRedirect(reverse("admin_users"))


@manages_users
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """The drawer in which a user gets a new password."""
    user = user_detail(request.actor, user_id)  # type: ignore[attr-defined]
    wrong = Wrong()
    if request.method == "POST":
        new = request.POST.get("password", "")
        wrong = refusals_of(lambda: set_password(request.actor, user_id, new))  # type: ignore[attr-defined]
        if not wrong:
            messages.success(request, f"{user.name} has a new password and was signed out everywhere.")
            return HttpResponseRedirect(reverse("admin_user", args=[user_id]))
    words = {**_list_words(request), "wrong": wrong, "user": _user_words(user, [])}
    return render(request, "admin/user_password.jinja", words, status=422 if wrong else 200)


@manages_users
@require_http_methods(["GET", "POST"])
def second_factor(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """The question before two-factor sign-in is removed from a user, and the removal."""
    user = user_detail(request.actor, user_id)  # type: ignore[attr-defined]
    if request.method == "POST":
        remove_second_factor(request.actor, user_id)  # type: ignore[attr-defined]
        messages.success(request, f"Two-factor is removed; {user.name} signs in with the password alone.")
        return HttpResponseRedirect(reverse("admin_user", args=[user_id]))
    words = {**_list_words(request), "user": _user_words(user, [])}
    return render(request, "admin/user_second_factor.jinja", words)


@manages_users
@require_POST
def token_revocation(request: HttpRequest, token_id: UUID) -> HttpResponse:
    """The end of anybody's token."""
    revoke_token(request.actor, token_id)  # type: ignore[attr-defined]
    messages.success(request, "The token is revoked. Programs that use it are refused from now on.")
    return HttpResponseRedirect(reverse("admin_tokens"))


def _create(request: HttpRequest) -> None:
    create_user(
        request.actor,  # type: ignore[attr-defined]
        email=request.POST.get("email", ""),
        name=request.POST.get("name", ""),
        roles=posted_grants(request.POST),
        password=request.POST.get("password", ""),
    )


def _change(request: HttpRequest, user_id: UUID) -> None:
    change_user(
        request.actor,  # type: ignore[attr-defined]
        user_id,
        name=request.POST.get("name", ""),
        roles=posted_grants(request.POST),
    )


def _form_words(request: HttpRequest, grants: tuple, wrong: Wrong) -> dict[str, object]:  # type: ignore[type-arg]
    posted = request.POST if request.method == "POST" else None
    return {
        **_list_words(request),
        "wrong": wrong,
        "boxes": role_boxes(grants, posted),
        "limited_roles": [("", "No further role"), *((role.code, role.value) for role in Role)],
        "limited_scopes": [
            ("", "Choose one"),
            *((f"{party.kind}:{party.id}", party.label) for party in scope_parties(request.actor)),  # type: ignore[attr-defined]
        ],
        "given": typed(posted),
    }


def _list_words(request: HttpRequest) -> dict[str, object]:
    search, status = request.GET.get("q", ""), request.GET.get("status", "")
    found = users(request.actor, search=search, status=status)  # type: ignore[attr-defined]
    names = names_of_scopes(grant for user in found for grant in user.grants)
    return {
        "tabs": admin_tabs(request),
        "users": [_user_words(user, grant_words(user.grants, names)) for user in found],
        "search": search,
        "status": status,
        "statuses": STATUSES,
        "is_filtered": bool(search or status),
    }


def _user_words(user: UserRow, grants: list) -> dict[str, object]:  # type: ignore[type-arg]
    return {
        "id": user.id,
        "name": user.name,
        "email": user.email,
        "is_active": user.is_active,
        "can_sign_in": user.can_sign_in,
        "has_second_factor": user.has_second_factor,
        "has_password": user.has_password,
        "grants": grants,
        "last_seen_at": here(user.last_seen_at),
        "password_changed_at": here(user.password_changed_at),
    }
