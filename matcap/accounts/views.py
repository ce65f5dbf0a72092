"""Pages about signing in that django-allauth does not bring."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render


@login_not_required
def csrf_failure(request, reason=""):
    """A form came without the token of this browser's session: say what to do."""
    if request.htmx:
        return render(request, "accounts/_form_expired.html", status=403)
    return render(request, "accounts/form_expired.html", status=403)
