"""The one door to a trust's data.

A stranger is told that there is nothing here (404); a member whose role does not carry the
permission is told that it is not for them (403). Everything a view reads hangs off the trust
that this door hands it. A membership that came to its last day opens nothing any more.
"""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_http_methods

from matcap.accounts.second_step import has_second_step

from .models import Membership, Trust
from .roles import Permission


def trust_view(
    permission: Permission,
    *,
    methods: tuple[str, ...] = ("GET", "HEAD"),
    to_write: Permission | None = None,
) -> Callable:
    """Decorate `view(request, trust, …)`: its address begins with the trust's slug.

    A POST asks for `to_write` where that is given, and for `permission` otherwise.
    `request.membership` is the person's membership of that trust, `request.memberships` are all
    they have, by the trusts' names.
    """

    def decorate(view):
        @wraps(view)
        @require_http_methods(list(methods))
        def guarded(request, *args, trust, **kwargs):
            request.memberships = list(
                Membership.objects.current()
                .filter(user=request.user)
                .select_related("trust")
                .order_by("trust__name", "pk")
            )
            membership = next((one for one in request.memberships if one.trust.slug == trust), None)
            if membership is None:
                raise Http404("There is no such trust, or you are not in it.")
            if membership.trust.requires_second_step and not has_second_step(request.user):
                return _ask_for_second_step(request, membership.trust)
            needed = to_write if to_write and request.method == "POST" else permission
            if not membership.allows(needed):
                raise PermissionDenied(f"Your role does not let you {needed.label}.")
            membership.user = request.user
            request.membership = membership
            return _kept_nowhere(view(request, membership.trust, *args, **kwargs))

        return guarded

    return decorate


def _kept_nowhere(response: HttpResponse) -> HttpResponse:
    """Ask browsers to keep no copy: after signing out, Back shows nothing of the trust (ADR 9)."""
    if not response.has_header("Cache-Control"):
        patch_cache_control(response, private=True, no_store=True)
    return response


def _ask_for_second_step(request, trust: Trust) -> HttpResponse:
    """Send a page to where a second step is set up; tell a background save the plain truth."""
    words = f"{trust.name} asks its people for a second step at sign-in. Set one up, then go on."
    if request.htmx:
        return HttpResponse(words, status=403, content_type="text/plain")
    messages.info(request, words)
    return redirect("mfa_index")
