"""Signing in and out, and setting a password."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.urls import reverse
from playwright.sync_api import expect

from ..steps import button, sign_in_by_form
from .stage import state


@state
def sign_in(stage):
    return stage.page("/account/login/")


@state
def sign_in_refused(stage):
    page = stage.visit()
    sign_in_by_form(page, stage.lead.email, "not the password")
    expect(page.locator(".alert-danger")).to_be_visible()
    return page


@state
def password_reset(stage):
    return stage.page("/account/password/reset/")


@state
def password_reset_sent(stage):
    page = stage.page("/account/password/reset/")
    page.get_by_label("Email").fill(stage.lead.email)
    button(page, "Send the link").click()
    page.wait_for_url("**/reset/done/")
    return page


@state
def password_reset_link(stage):
    page = stage.page(link_to_set_a_password(stage.lead))
    expect(page.get_by_role("heading", name="Choose a new password")).to_be_visible()
    return page


@state
def password_reset_link_used_up(stage):
    return stage.page(link_to_set_a_password(stage.lead, key="used-up"))


@state
def sign_up_closed(stage):
    return stage.page("/account/signup/")


@state
def sign_out(stage):
    return stage.page("/account/logout/", stage.lead)


def link_to_set_a_password(user, key: str = "") -> str:
    """The address in the email that sets a password."""
    key = key or default_token_generator.make_token(user)
    return reverse("account_reset_password_from_key", args=[user_pk_to_url_str(user), key])


@state
def reminders_to_be_turned_off(stage):
    return stage.page(reverse("stop_reminders", args=[stage.lead.reminders_token]))


@state
def reminders_turned_off(stage):
    page = reminders_to_be_turned_off(stage)
    button(page, "Turn them off").click()
    expect(page.get_by_role("heading", name="Your reminders are off")).to_be_visible()
    return page


@state
def reminders_by_a_link_cut_short(stage):
    stage.expect_failures()
    return stage.page(reverse("stop_reminders", args=["no"]))
