"""`open_trust`: a real trust with its first lead, from the command line."""

import io
import re

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from matcap.accounts.models import User
from matcap.trusts.models import Membership, Trust
from matcap.trusts.roles import Role

EMAIL = "Sam.Head@Example.org"


def run(*arguments, **options) -> str:
    out = io.StringIO()
    call_command("open_trust", *arguments, stdout=out, **options)
    return out.getvalue()


def test_it_opens_the_trust_with_its_lead(db):
    said = run("Tamar Valley Trust", "--lead", EMAIL, "--lead-name", "Sam Head")
    assert said.startswith("Tamar Valley Trust is open, with sam.head@example.org as its lead.\n")
    (membership,) = Membership.objects.all()
    assert (membership.trust.slug, membership.role) == ("tamar-valley-trust", Role.LEAD)
    assert (membership.user.name, membership.user.email) == ("Sam Head", "sam.head@example.org")


def test_without_a_name_the_lead_is_called_by_their_address(db):
    run("Tamar Valley Trust", "--lead", EMAIL)
    assert User.objects.get().name == "Sam.Head"


def test_the_printed_address_sets_a_password_once(db):
    said = run("Tamar Valley Trust", "--lead", EMAIL)
    (path,) = re.findall(r"They set a password here, once: http://127\.0\.0\.1:8000(/\S+)\n", said)
    client, password = Client(), "a long and quiet walk"
    form = client.get(path, follow=True)
    assert "password1" in form.content.decode()
    address = form.redirect_chain[-1][0]
    client.post(address, {"password1": password, "password2": password})
    signed_in = Client()
    answer = signed_in.post(reverse("account_login"), {"login": EMAIL, "password": password})
    assert (answer.status_code, answer.url) == (302, "/")
    assert signed_in.get("/").url == "/t/tamar-valley-trust/"
    again = Client().get(path, follow=True).content.decode()
    assert "password1" not in again


def test_an_account_that_is_there_is_kept_as_it_is(db, lead):
    password = lead.password
    said = run("Second Trust", "--lead", lead.email.upper(), "--lead-name", "Somebody Else")
    lead.refresh_from_db()
    assert (lead.name, lead.password, User.objects.count()) == ("Alice Lead", password, 1)
    assert [one.trust.name for one in lead.memberships.order_by("pk")] == [
        "Fernleigh Trust",
        "Second Trust",
    ]
    assert said == f"Second Trust is open, with {lead.email} as its lead.\n"


@pytest.mark.parametrize(
    "email", ["sam", "sam@", "@example.org", "sam@example", "a b@example.org", ""]
)
def test_a_lead_without_an_email_address_is_refused(db, email):
    with pytest.raises(CommandError, match=f"{re.escape(email)} is not an email address."):
        run("Tamar Valley Trust", "--lead", email)
    assert not Trust.objects.exists()
    assert not User.objects.exists()


@pytest.mark.parametrize("name", ["", "   ", "x" * 201])
def test_a_name_that_is_none_or_too_long_is_refused_in_a_sentence(db, name):
    with pytest.raises(CommandError, match="name"):
        run(name, "--lead", EMAIL)
    assert not Trust.objects.exists()
    assert not User.objects.exists()


def test_the_uid_of_another_trust_here_is_refused_in_a_sentence(db):
    run("Tamar Valley Trust", "--lead", EMAIL, "--uid", "4101")
    with pytest.raises(CommandError, match="A trust with the UID 4101 is here"):
        run("Rival Trust", "--lead", "rita@example.org", "--uid", "4101")
    assert Trust.objects.get().name == "Tamar Valley Trust"


def test_a_lead_name_that_is_too_long_is_refused_in_a_sentence(db):
    with pytest.raises(CommandError, match="name"):
        run("Tamar Valley Trust", "--lead", EMAIL, "--lead-name", "x" * 151)
    assert not Trust.objects.exists()
    assert not User.objects.exists()


def test_what_is_missing_is_named(db):
    with pytest.raises(CommandError, match="the following arguments are required: --lead"):
        run("Tamar Valley Trust")
