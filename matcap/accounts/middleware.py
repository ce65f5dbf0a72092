"""Every page needs a signed-in person, unless its view opts out by name."""

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpResponse


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    def handle_no_permission(self, request, view_func):
        """Send a page to the sign-in form; tell a background save the plain truth instead.

        A redirect would be followed unseen and the sign-in page taken for an answer.
        """
        if request.htmx:
            return HttpResponse(
                "You are signed out. Nothing was saved.", status=401, content_type="text/plain"
            )
        return super().handle_no_permission(request, view_func)
