"""Goes to every kind of page once, for the tests that look at pages as pages."""

from dataclasses import replace

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client
from django.urls import reverse

from matcap.accounts.actions import open_account
from matcap.accounts.models import User
from matcap.trusts.actions import grant_role, open_trust
from matcap.trusts.roles import Role

from .addresses import addresses_of
from .house import House, furnish
from .plain_addresses import PLAIN
from .trusts.register_files import FERN, extract, school

FILES = ("pdf", "csv", "xlsx", "board_pack", "_file", "dates")
LONG_AGO = {"version": "1", "level": "R", "evidence": "Mine.", "reason": "Because."}
BAD_DATES = {"title": "", "opened_on": "2026-09-02", "due_on": "2026-09-01"}


def visit() -> dict[str, object]:
    """Responses with whole pages, by what was visited; made with a house of their own."""
    house = furnish("Fernleigh Trust")
    return (
        _addresses(house, "lead")
        | _addresses(house, "board")
        | _addresses(house, "school_lead")
        | _addresses(house, "facilitator")
        | _invitations(house)
        | _answers(house)
        | _people(house)
        | _entrance()
        | _second_step()
        | _register(house)
    )


def signed_in(user) -> Client:
    """A browser of `user`'s, which sends no CSRF token and is not asked for one."""
    client = Client()
    client.force_login(user)
    return client


def _addresses(house: House, who: str) -> dict:
    """Each address that is a page, as the lead sees it, and as a board member may."""
    client = signed_in(getattr(house, who))
    rows = [row for row in addresses_of(house) if row.read and not row.name.endswith(FILES)]
    return {
        f"{who}: {row.name} at {path}": client.get(path, follow=True)
        for row in rows
        for path in [row.at(house.trust)]
    }


def _answers(house: House) -> dict:
    """What forms are answered with, without htmx: refusals, conflicts, offers to undo."""
    client = signed_in(house.lead)

    def at(name, **kwargs):
        return reverse(name, kwargs={"trust": house.trust.slug} | kwargs)

    rate = at("rate", assessment=house.open.pk, code="1A")
    attach = at("attach_link", rating=house.link.rating_id)
    links = {"title": "x" * 201, "address": "june"}
    rows = {row.name: row for row in addresses_of(house)}
    words, draft = rows["priority"], rows["draft_element"]
    stale = replace(words, post=words.post | {"version": "1"})
    mine = {"version": "1", "name": "Mine"}
    rubric = at("rubric", slug="mat-capacity", version="1.0")
    plan = at("plan", assessment=house.open.pk)
    return {
        "a conflict": client.post(rate, LONG_AGO),
        "a level that is not there": client.post(rate, LONG_AGO | {"level": "Z"}),
        "a link that is none": client.post(attach, links),
        "a file that is none": client.post(at("attach_file", rating=house.link.rating_id)),
        "a link removed": client.post(at("remove_item", item=house.link.pk)),
        "a start refused": client.post(at("start"), BAD_DATES),
        "a plan's conflict": client.post(words.at(house.trust), stale.post),
        "a draft's conflict": client.post(draft.at(house.trust), draft.post | mine),
        "a draft saved": client.post(draft.at(house.trust), draft.post, follow=True),
        "a priority removed": client.post(
            at("remove_priority", priority=house.second.pk), follow=True
        ),
        "a priority open": client.get(plan, {"edit": house.first.pk}),
        "a search": client.get(rubric, {"q": "talent"}),
        "a search in vain": client.get(rubric, {"q": "zebra"}),
        "not for the role": signed_in(house.board).get(at("start")),
        "nothing here": client.get(at("assessment", assessment=10**6)),
        "an expired form": _without_token(house.lead).post(rate, LONG_AGO),
    }


def _without_token(user) -> Client:
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    return client


def _people(house: House) -> dict:
    """The front door of people who are in no trust, in two, and in one that is still empty."""
    nobody = open_account(email="nobody@example.org", name="Nobody Yet")
    both = open_account(email="both@example.org", name="Both Trusts")
    empty = open_trust(name="An Empty Trust")
    grant_role(trust=house.trust, user=both, role=Role.LEAD)
    grant_role(trust=empty, user=both, role=Role.BOARD)
    at_empty = reverse("trust", args=[empty.slug])
    pages = {
        "in no trust": signed_in(nobody).get("/"),
        "in two trusts": signed_in(both).get("/"),
        "an empty trust": signed_in(both).get(at_empty),
    }
    grant_role(trust=empty, user=both, role=Role.LEAD)
    return pages | {
        "an empty trust's lead": signed_in(both).get(at_empty),
        "an empty trust's start": signed_in(both).get(reverse("start", args=[empty.slug])),
    }


def _invitations(house: House) -> dict:
    """Inviting people, and what a link shows to whom."""
    lead, rival = signed_in(house.lead), open_account(email="r@example.org", name="Rita")
    invite = reverse("invite", args=[house.trust.slug])
    link = reverse("join", args=[house.invitation.token])
    ivy = open_account(email=house.invitation.email, name="Ivy")
    stop = reverse("stop_reminders", args=[ivy.reminders_token])
    last = reverse("remove_person", args=[house.trust.slug, house.lead.memberships.get().pk])
    return {
        "a list looked over": lead.post(invite, {"people": "a@example.org\nb", "role": "board"}),
        "a list of nobody": lead.post(invite, {"people": "b", "role": "board"}),
        "a list refused": lead.post(invite, {"people": "b", "role": "school-lead"}),
        "the last lead": lead.post(last),
        "a link, signed out": Client().get(link),
        "a link, as somebody else": signed_in(rival).get(link),
        "a link, as oneself": signed_in(ivy).get(link),
        "reminders, to be turned off": Client().get(stop),
        "reminders, turned off": Client().post(stop),
        "reminders, off": signed_in(ivy).get(reverse("account")),
        "a link that is not ours": Client().get(reverse("join", args=["no"])),
        "a trust without a name": signed_in(rival).post(reverse("open_trust"), {"name": ""}),
        "a link accepted": signed_in(ivy).post(link, follow=True),
    }


def _entrance() -> dict:
    """The sign-in pages, signed out and in."""
    member = signed_in(open_account(email="m@example.org", name="M", password="a" * 20))
    return {
        f"{who}: {plain.name}": client.get(reverse(plain.name, kwargs=plain.kwargs), follow=True)
        for who, client in (("stranger", Client()), ("member", member))
        for plain in PLAIN
        if plain.is_page
    }


def _second_step() -> dict:
    """The pages of an account's second step: before there is one, with it, and signing in."""
    member = open_account(email="step@example.org", name="Step", password="a" * 20)
    client, form = Client(), {"login": member.email, "password": "a" * 20}
    client.post(reverse("account_login"), form)
    client.post(reverse("account_reauthenticate"), form)
    adding = ("mfa_activate_totp", "mfa_add_webauthn")
    pages = {f"without a step: {name}": client.get(reverse(name)) for name in adding}
    TOTP.activate(member, generate_totp_secret())
    RecoveryCodes.activate(member)
    having = (
        "account",
        "mfa_index",
        "mfa_deactivate_totp",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_reauthenticate",
    )
    pages |= {f"with a step: {name}": client.get(reverse(name)) for name in having}
    return pages | {"a step to go": Client().post(reverse("account_login"), form, follow=True)}


def _register(house: House) -> dict:
    """The import for several trusts, as whoever looks after the installation sees it."""
    staff, address = User.objects.create_superuser("o@example.org", "Oz"), reverse("register")
    pages = {"register, without a UID": signed_in(staff).get(address)}
    house.trust.uid = FERN[0]
    house.trust.save()
    listed = extract([school(139001, "Elm"), school(139002, "Fig", phase="Strange")])
    sent = {"file": listed, "trusts": [house.trust.pk]}
    return pages | {
        "register": signed_in(staff).get(address),
        "register, previewed": signed_in(staff).post(address, sent | {"preview": "yes"}),
        "register, refused": signed_in(staff).post(address, {"preview": "yes"}),
    }
