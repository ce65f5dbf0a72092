"""Every page needs a signed-in person, unless its view opts out by name."""

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpResponse
from django.shortcuts import render

from matcap.ui.templatetags.ui import opaque

from .words import words_of


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    def process_view(self, request, view_func, view_args, view_kwargs):
        """Refuse words that one person typed while another is signed in, in the same browser."""
        if not getattr(view_func, "login_required", True):
            return None  # everybody's: who asks is not looked up, since phones in a hall ask often
        refused = super().process_view(request, view_func, view_args, view_kwargs)
        typed_by = request.headers.get("X-Person")
        if refused or not typed_by or not request.user.is_authenticated:
            return refused
        return (
            None
            if typed_by == opaque(request.user.pk)
            else self.handle_no_permission(request, view_func)
        )

    def handle_no_permission(self, request, view_func):
        """Send a page to the sign-in form; tell a save the plain truth instead.

        A redirect after a background save would be followed unseen, and the sign-in page taken for
        an answer; after a form sent without JavaScript it would drop the words that came with it.
        """
        if request.htmx:
            return HttpResponse(
                "You are signed out. Nothing was saved.", status=401, content_type="text/plain"
            )
        if request.method == "POST" and (words := words_of(request)):
            return render(request, "accounts/signed_out.html", {"words": words}, status=401)
        return super().handle_no_permission(request, view_func)
