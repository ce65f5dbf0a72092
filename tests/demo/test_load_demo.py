"""The command: who may load the demo, how often, and what it says."""

import io
from datetime import date

import pytest
from django.apps import apps
from django.contrib.auth.password_validation import validate_password
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from frameworks.models import Framework
from matcap.accounts.models import User
from matcap.demo import story
from matcap.trusts.models import Trust
from matcap.trusts.roles import Role


def load_demo() -> str:
    out = io.StringIO()
    call_command("load_demo", stdout=out)
    return out.getvalue()


def everything() -> dict:
    """Every row of every model."""
    return {model: list(model.objects.order_by("pk").values()) for model in apps.get_models()}


def test_a_second_run_changes_nothing_and_still_says_who_can_sign_in(frameworks):
    first = load_demo()
    before = everything()
    second = load_demo()

    assert everything() == before
    assert "built" in first
    assert "here already, unchanged" in second
    assert first.split("\n\n")[1:] == second.split("\n\n")[1:]


def test_it_prints_each_person_with_role_and_email_and_the_password(frameworks):
    _, table, password, _ = load_demo().split("\n\n")
    _, *lines = table.splitlines()
    people = story.read()["people"].values()

    assert len(lines) == len(people) == 5
    for line, one in zip(lines, people, strict=True):
        role = Role(one["role"]).label
        assert line.split("  ")[0] == f"{one['name']}, {one['work']}"
        assert line.split()[-1] == one["email"]
        assert role in line
    assert password == "The password of all of them: matcap demo trust"


def test_each_person_signs_in_with_the_printed_password(frameworks):
    password = load_demo().split("The password of all of them: ")[1].strip()
    for key in ("priya", "judith", "tom", "amina", "desmond"):
        email = story.read()["people"][key]["email"]
        user = User.objects.get(email=email)
        browser = Client()

        browser.post(reverse("account_login"), {"login": email, "password": password})

        assert browser.session.get("_auth_user_id") == str(user.pk)
        validate_password(password, user)


def test_a_shared_installation_gets_no_demo_accounts(frameworks, settings):
    settings.IS_LOCAL = False

    with pytest.raises(CommandError, match="no demo accounts"):
        load_demo()

    assert not User.objects.exists()
    assert not Trust.objects.exists()


def test_without_the_framework_it_says_what_to_load(frameworks):
    Framework.objects.all().delete()
    with pytest.raises(CommandError, match=r"load_framework fixtures/frameworks/\*\.yaml first"):
        load_demo()

    assert not User.objects.exists()


def test_a_demo_that_fails_half_way_leaves_nothing(frameworks):
    demo = story.read()
    demo["assessments"][1]["plan"][-1]["element"] = "9Z"

    with pytest.raises(KeyError, match="9Z"):
        story.build(demo, frameworks, date(2026, 11, 20))

    assert not User.objects.exists()
    assert not Trust.objects.exists()


@pytest.mark.parametrize(
    ("today", "earlier", "later"),
    [
        (date(2027, 8, 31), "Autumn 2025", "Autumn 2026"),
        (date(2027, 9, 1), "Autumn 2026", "Autumn 2027"),
    ],
)
def test_autumn_is_the_latest_that_has_begun(frameworks, today, earlier, later):
    story.build(story.read(), frameworks, today)
    own = Trust.objects.get().assessments.filter(framework__slug="mat-capacity")
    first, second = own.order_by("opened_on")

    assert (first.title, second.title) == (earlier, later)
    assert first.agreed_on < second.opened_on <= today
