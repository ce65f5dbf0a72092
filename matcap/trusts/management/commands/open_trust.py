"""Sets up a real trust: `open_trust "Name of the trust" --lead person@example.org`."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse

from matcap.accounts.actions import open_account
from matcap.trusts.actions import open_trust


class Command(BaseCommand):
    help = "Opens a trust with its first lead, and prints where the lead sets a password."

    def add_arguments(self, parser):
        parser.add_argument("name", help="the trust's full name")
        parser.add_argument("--lead", required=True, help="the first lead's email address")
        parser.add_argument("--lead-name", default="", help="the first lead's name")
        parser.add_argument("--uid", default="", help="the trust's number in the national register")

    def handle(self, *, name, lead, lead_name, uid, **options):
        try:
            validate_email(lead)
        except ValidationError as error:
            raise CommandError(f"{lead} is not an email address.") from error
        try:
            user, trust = self._open(name, uid, lead, lead_name or lead.split("@")[0])
        except ValidationError as error:
            raise CommandError(" ".join(_sentences(error))) from error
        self.stdout.write(f"{trust.name} is open, with {user.email} as its lead.")
        if not user.has_usable_password():
            key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
            path = reverse("account_reset_password_from_key", args=key.split("-", 1))
            self.stdout.write(f"They set a password here, once: {settings.SITE_ROOT}{path}")

    @transaction.atomic
    def _open(self, name, uid, lead, lead_name):
        user = open_account(email=lead, name=lead_name)
        return user, open_trust(name=name, uid=uid, lead=user)


def _sentences(error: ValidationError) -> list[str]:
    return [f"{field}: {' '.join(said)}" for field, said in error.message_dict.items()]
