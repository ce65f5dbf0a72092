"""Who votes: a phone by a cookie of its own, or a person of the trust by their account.

The cookie is signed, kept from scripts, for one workshop and for as long as one lasts. Only a
browser that came with the right code has it.
"""

from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from matcap.trusts.models import Membership

from .models import LASTS, Workshop

COOKIE = "voter"


def known(request: HttpRequest, code: str) -> str | None:
    """Who this browser is in the workshop with this code; None before it was let in."""
    return request.get_signed_cookie(COOKIE, None, salt=_salt(code), max_age=LASTS)


def admitted(request: HttpRequest, workshop: Workshop, known_as: str | None) -> str | None:
    """Who is in front of us, if they may vote: the phone, or where guests may not, the person."""
    if workshop.allows_guests:
        return known_as or f"phone {uuid4()}"
    if not request.user.is_authenticated:
        return None
    of_trust = Membership.objects.current().filter(
        user=request.user, trust=workshop.assessment.trust_id
    )
    return f"person {request.user.pk}" if of_trust.exists() else None


def remember(response: HttpResponse, code: str, voter: str) -> None:
    """Let this browser be known as `voter` in the workshop with this code."""
    response.set_signed_cookie(
        COOKIE,
        voter,
        salt=_salt(code),
        max_age=LASTS,
        path=reverse("vote", args=[code]),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _salt(code: str) -> str:
    return f"matcap.workshops.voter.{code}"
