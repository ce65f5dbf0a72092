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
from matcap.trusts.actions import grant_role, open_trust
from matcap.trusts.roles import Role


class Command(BaseCommand):
    help = "Opens a trust with its first lead, and prints where the lead sets a password."

    def add_arguments(self, parser):
        parser.add_argument("name", help="the trust's full name")
        parser.add_argument("--lead", required=True, help="the first lead's email address")
        parser.add_argument("--lead-name", default="", help="the first lead's name")

    def handle(self, *, name, lead, lead_name, **options):
        try:
            validate_email(lead)
        except ValidationError as error:
            raise CommandError(f"{lead} is not an email address.") from error
        try:
            user, trust = self._open(name, lead, lead_name or lead.split("@")[0])
        except ValidationError as error:
            raise CommandError(" ".join(_sentences(error))) from error
        self.stdout.write(f"{trust.name} is open, with {user.email} as its lead.")
        if not user.has_usable_password():
            key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
            uid, token = key.split("-", 1)
            path = reverse("account_reset_password_from_key", args=[uid, token])
            site = settings.SITE_ADDRESS or "http://127.0.0.1:8000"
            self.stdout.write(f"They set a password here, once: {site}{path}")

    @transaction.atomic
    def _open(self, name, lead, lead_name):
        trust = open_trust(name=name)
        user = open_account(email=lead, name=lead_name)
        grant_role(trust=trust, user=user, role=Role.LEAD)
        return user, trust


def _sentences(error: ValidationError) -> list[str]:
    return [f"{field}: {' '.join(said)}" for field, said in error.message_dict.items()]
