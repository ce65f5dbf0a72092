"""The second step of signing in: an authenticator app's code, a passkey, or a recovery code."""

from allauth.mfa.adapter import DefaultMFAAdapter, get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.db.models import QuerySet

from .models import User

STEPS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


def has_second_step(user: User) -> bool:
    """Whether signing in as `user` takes more than a password."""
    return get_adapter().is_mfa_enabled(user, STEPS)


def without_second_step(users: QuerySet[User]) -> QuerySet[User]:
    """Those of `users` who sign in with a password alone, by name."""
    having = Authenticator.objects.filter(type__in=STEPS)
    return users.exclude(pk__in=having.values("user")).order_by("name", "pk")


class SecondStepAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "This code is not right, or it was used already.",
        "unverified_email": "Confirm your email address first.",
    }

    def generate_authenticator_name(self, user, type) -> str:
        """The name that a new passkey has until its owner gives it another."""
        count = Authenticator.objects.filter(user=user, type=type).count()
        return f"Passkey {count + 1}"

    def _get_site_name(self) -> str:
        return "matcap"


class AddPasskeyForm(AddWebAuthnForm):
    name = forms.CharField(
        label="Name", max_length=100, required=False, help_text="Such as: my phone, office key."
    )
    passwordless = forms.BooleanField(
        label="Let it sign me in alone, without my password",
        required=False,
        initial=True,
        help_text="It then asks for your fingerprint, face or PIN. Clear this for a security key "
        "without a PIN.",
    )
