"""How django-allauth behaves here."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.shortcuts import redirect

# The demo's accounts end so; their password is known to everybody.
DEMO_DOMAIN = "@demo.example"


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        """People are given accounts; nobody signs up off the street."""
        return False

    def pre_login(self, request, user, **kwargs):
        """Turn the demo's people away from a shared installation, whose data they may be in."""
        if user.email.endswith(DEMO_DOMAIN) and not settings.IS_LOCAL:
            return redirect("account_inactive")
        return super().pre_login(request, user, **kwargs)
