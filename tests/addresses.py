"""Every address of the application, with what belongs in it. A new address needs a row here."""

from dataclasses import dataclass, field

from django.urls import URLPattern, get_resolver, reverse

from frameworks.models import Framework
from matcap.trusts.roles import Permission

from .house import House

NOT_IDS = {"slug", "version", "code"}  # what a framework brings: the same for every trust


@dataclass(frozen=True)
class Address:
    """An address below a trust's. `read` is what a GET of it needs, `write` what a POST needs.

    `post` is a form that the trust's lead can send there with effect; None where a POST is taken
    but has none (an agreed assessment). `kwargs` are without the trust.
    """

    name: str
    kwargs: dict = field(default_factory=dict)
    read: Permission | None = None
    write: Permission | None = None
    post: dict | None = None
    is_open: bool = False

    def at(self, trust, **instead) -> str:
        """The path below `trust`, with the kwargs `instead` in the place of its own."""
        return reverse(self.name, kwargs={"trust": trust.slug} | self.kwargs | instead)

    @property
    def ids(self) -> set[str]:
        """The kwargs that are primary keys of a trust's own."""
        return self.kwargs.keys() - NOT_IDS


@dataclass(frozen=True)
class Plain:
    """An address outside the trusts; `is_public` when a person who is signed out is answered."""

    name: str
    kwargs: dict = field(default_factory=dict)
    is_public: bool = True


PLAIN = [
    Plain("home", is_public=False),
    Plain("account_login"),
    Plain("account_logout"),
    Plain("account_signup"),
    Plain("account_inactive"),
    Plain("account_reauthenticate", is_public=False),
    Plain("account_email", is_public=False),
    Plain("account_email_verification_sent"),
    Plain("account_confirm_email", {"key": "no-such-key"}),
    Plain("account_change_password", is_public=False),
    Plain("account_set_password", is_public=False),
    Plain("account_reset_password"),
    Plain("account_reset_password_done"),
    Plain("account_reset_password_from_key", {"uidb36": "1", "key": "no-such-key"}),
    Plain("account_reset_password_from_key_done"),
    Plain("account_confirm_login_code"),
]


def addresses_of(house: House) -> list[Address]:
    """The addresses of a trust, one or more a route, in the resolver's order of apps."""
    return [
        *_trust(house),
        *_cycles(house),
        *_ratings(house),
        *_links(house),
        *_plan(house),
        *_documents(house),
    ]


def _trust(house) -> list[Address]:
    framework = {"slug": "mat-capacity", "version": "1.0"}
    return [
        Address("trust", read=Permission.READ_AGREED),
        Address("rubric", framework, read=Permission.READ_AGREED),
        Address("blank_rubric_pdf", framework, read=Permission.READ_AGREED),
    ]


def _cycles(house) -> list[Address]:
    begun = {
        "framework": Framework.objects.get(slug="who-decides").pk,
        "title": "Spring",
        "opened_on": "2026-03-02",
        "schools": [school.pk for school in house.schools],
    }
    open_now = {"assessment": house.open.pk}
    return [
        Address("start", read=Permission.START, write=Permission.START, post=begun),
        Address("assessment", open_now, read=Permission.READ_AGREED, is_open=True),
        Address("assessment", {"assessment": house.agreed.pk}, read=Permission.READ_AGREED),
        Address("agree", open_now, write=Permission.AGREE, post={}, is_open=True),
        Address(
            "reopen",
            {"assessment": house.garden.pk},
            write=Permission.AGREE,
            post={"reason": "A bed was missed."},
        ),
    ]


def _ratings(house) -> list[Address]:
    changed = {"version": "99", "level": "G", "evidence": "New.", "reason": ""}
    may = {"read": Permission.READ_AGREED, "write": Permission.RATE}
    before, now = {"assessment": house.agreed.pk}, {"assessment": house.open.pk}
    own = {"version": str(house.link.rating.version)}
    school = {"school": house.schools[0].pk, "code": "1A"}
    return [
        Address("rate", before | {"code": "1A"}, **may),
        Address("rate", now | {"code": "1A"}, post=changed | own, is_open=True, **may),
        Address("rate_school", before | school, **may),
        Address("rate_school", now | school, post=changed | {"version": "2"}, is_open=True, **may),
    ]


def _links(house) -> list[Address]:
    new = {"title": "July", "address": "https://example.org/july"}
    rate = {"write": Permission.RATE, "is_open": True}
    return [
        Address("attach_link", {"rating": house.link.rating_id}, post=new, **rate),
        Address("remove_link", {"link": house.link.pk}, post={}, **rate),
        Address("restore_link", {"link": house.removed_link.pk}, post={}, **rate),
    ]


def _plan(house) -> list[Address]:
    before, now = {"assessment": house.agreed.pk}, {"assessment": house.open.pk}
    free = house.open.tree.elements[5].pk
    words = {
        "version": str(house.first.version),
        "initial-what_we_will_do": f"{house.words}: to do",
        "what_we_will_do": "Something else.",
        "issue-TOTAL_FORMS": "0",
        "issue-INITIAL_FORMS": "0",
    }
    plan = {"write": Permission.PLAN, "is_open": True}
    return [
        Address("plan", before, read=Permission.READ_AGREED),
        Address("plan", now, read=Permission.READ_AGREED, is_open=True),
        Address("add_priority", now, post={"element": free}, **plan),
        Address("priority", {"priority": house.first.pk}, read=Permission.PLAN, post=words, **plan),
        Address("move_priority", {"priority": house.second.pk}, post={"to": "up"}, **plan),
        Address("remove_priority", {"priority": house.first.pk}, post={}, **plan),
        Address("restore_priority", {"priority": house.removed_priority.pk}, post={}, **plan),
        Address("remove_issue", {"issue": house.issue.pk}, post={}, **plan),
        Address("restore_issue", {"issue": house.removed_issue.pk}, post={}, **plan),
    ]


def _documents(house) -> list[Address]:
    names = (
        "heat_map",
        "heat_map_csv",
        "rubric_pdf",
        "heat_map_pdf",
        "priorities_pdf",
        "board_pack",
    )
    return [
        Address(name, {"assessment": one.pk}, read=Permission.READ_AGREED, is_open=one.is_open)
        for name in names
        for one in (house.agreed, house.open)
    ]


def routes() -> dict[str, str]:
    """Every route of the resolver, below whatever it is included: its pattern by its name.

    A route without a name goes by its pattern, so that it is missed in the table like any other.
    """
    return {name or pattern: pattern for pattern, name in _below(get_resolver(), "/")}


def _below(resolver, prefix: str):
    for one in resolver.url_patterns:
        pattern = prefix + str(one.pattern)
        if isinstance(one, URLPattern):
            yield pattern, one.name
        else:
            yield from _below(one, pattern)


def missing(routes: dict[str, str], rows) -> list[str]:
    """A sentence for each route that no row covers, and for each row without a route."""
    covered = {row.name for row in rows}
    return [
        f"The address {pattern} ({name}) has no row in tests/addresses.py: "
        "say there what belongs in it and who may go there."
        for name, pattern in routes.items()
        if name not in covered
    ] + [
        f"The row {name} in tests/addresses.py is of no address: take it out."
        for name in sorted(covered - routes.keys())
    ]
