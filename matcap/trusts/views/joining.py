"""The page that an invitation's link leads to. It says nothing of whether an account exists."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from matcap.accounts import invited
from matcap.ui.refusal import Refused

from .. import actions
from ..actions.invitations import is_for
from ..models import Invitation
from ..terms import terms_of


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request, token):
    """Join a trust, or say what is in the way. Only a POST joins: programs follow links unasked."""
    found = Invitation.objects.select_related("trust", "invited_by").of_token(token)
    refusal = _what_is_wrong(found)
    if refusal:
        return _page(request, found, refusal=refusal, status=410 if found else 404)
    if not request.user.is_authenticated:
        invited.remember(request, token=token, email=found.email)
        return _page(request, found, is_stranger=True)
    if not is_for(found, request.user):
        return _page(request, found, is_somebody_else=True)
    if request.method != "POST":
        return _page(request, found)
    try:
        actions.accept(invitation=found, user=request.user)
    except Refused as refused:
        return _page(request, found, refusal=str(refused), status=409)
    invited.forget(request)
    messages.success(request, f"You are in {found.trust.name}.")
    return redirect("trust", found.trust.slug)


def _what_is_wrong(invitation: Invitation | None) -> str:
    if invitation is None:
        return "This link is not complete. Copy the whole of it from the email."
    if invitation.accepted_at:
        return "This invitation was accepted already. Sign in to go to the trust."
    if invitation.withdrawn_at:
        return "This invitation was withdrawn. Ask the person who invited you."
    if invitation.is_too_old:
        return "This invitation is too old. Ask the person who invited you to send it again."
    return ""


def _page(request, invitation, *, status: int = 200, **what):
    context = {"invitation": invitation} | what
    if invitation:
        context["terms"] = terms_of(invitation)
    return render(request, "trusts/join.html", context, status=status)
