"""The one door to a trust's data.

A stranger is told that there is nothing here (404); a member whose role does not carry the
permission is told that it is not for them (403). Everything a view reads hangs off the trust
that this door hands it.
"""

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.views.decorators.http import require_http_methods

from .models import Membership
from .roles import Permission


def trust_view(
    permission: Permission,
    *,
    methods: tuple[str, ...] = ("GET", "HEAD"),
    to_write: Permission | None = None,
) -> Callable:
    """Decorate `view(request, trust, …)`: its address begins with the trust's slug.

    A POST asks for `to_write` where that is given, and for `permission` otherwise.
    `request.membership` is the person's membership of that trust.
    """

    def decorate(view):
        @wraps(view)
        @require_http_methods(list(methods))
        def guarded(request, *args, trust, **kwargs):
            membership = (
                Membership.objects.select_related("trust")
                .filter(user=request.user, trust__slug=trust)
                .first()
            )
            if membership is None:
                raise Http404("There is no such trust, or you are not in it.")
            needed = to_write if to_write and request.method == "POST" else permission
            if not membership.allows(needed):
                raise PermissionDenied(f"Your role does not let you {needed.label}.")
            membership.user = request.user
            request.membership = membership
            return view(request, membership.trust, *args, **kwargs)

        return guarded

    return decorate
