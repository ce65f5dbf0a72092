"""Lets somebody who followed an invitation open an account, where the installation is closed.

Whoever keeps the invitations checks one, remembers it here, and sends the person to sign up or to
sign in; afterwards it asks for what was remembered. The link came by email to `email`, so that
address needs no second proof.
"""

from allauth.account.adapter import get_adapter

SESSION_KEY = "invitation"


def remember(request, *, token: str, email: str) -> None:
    """Note in this browser's session that it holds a good invitation, sent to `email`."""
    request.session[SESSION_KEY] = {"token": token, "email": email.strip().lower()}
    get_adapter(request).stash_verified_email(request, email)


def remembered(request) -> dict | None:
    """The `token` and `email` of the invitation that this browser holds, if it holds one."""
    return request.session.get(SESSION_KEY)


def forget(request) -> None:
    """Let go of the invitation: it was accepted, or is good no longer."""
    request.session.pop(SESSION_KEY, None)
