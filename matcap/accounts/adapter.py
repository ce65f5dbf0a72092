"""How django-allauth behaves here."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.sites.shortcuts import get_current_site
from django.shortcuts import redirect

from . import invited
from .tasks import send_email

# The demo's accounts end so; their password is known to everybody.
DEMO_DOMAIN = "@demo.example"


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "The email address or the password is not right.",
        "too_many_login_attempts": (
            "There were too many tries to sign in. Wait five minutes, then try again, "
            "or reset your password."
        ),
        "incorrect_password": "This is not your password.",
        "incorrect_code": "This code is not right, or it was used already.",
        "rate_limited": "There were too many tries. Wait five minutes, then try again.",
    }

    def is_open_for_signup(self, request) -> bool:
        """Only who follows an invitation opens an account, unless the installation is open."""
        return settings.OPEN_SIGN_UP or invited.remembered(request) is not None

    def send_mail(self, template_prefix, email, context) -> None:
        """Leave the sending to the queue.

        No page waits for a mail server, or tells by its time whether there was an email to send.
        """
        context = {
            "request": self.request,
            "email": email,
            "current_site": get_current_site(self.request),
        } | context
        message = self.render_mail(template_prefix, email, context)
        send_email.enqueue(message.subject, message.body, email)

    def pre_login(self, request, user, **kwargs):
        """Turn the demo's people away from a shared installation, whose data they may be in."""
        if user.email.endswith(DEMO_DOMAIN) and not settings.IS_LOCAL:
            return redirect("account_inactive")
        return super().pre_login(request, user, **kwargs)
