"""What a contributor gives while people rate separately is theirs alone before moderation.

Everybody goes to every address, as in the walk. What others wrote is in no answer; and when others
rate otherwise, no answer changes by a letter, so that no level, mark or count of theirs is told.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, Resolver404, resolve, reverse

from matcap.accounts.models import User
from matcap.assessments.actions import rate
from matcap.assessments.models import EvidenceItem, Rating, Response
from matcap.trusts.actions import open_trust
from matcap.trusts.roles import Role
from matcap.trusts.views.schools import XLSX

from .addresses import addresses_of
from .conftest import person
from .house import RATES_IN, House, furnish, words_by
from .pages import body
from .papers import keep_as_html
from .plain_addresses import PLAIN
from .visits import signed_in

pytestmark = pytest.mark.once

NEW_EACH_TIME = ("mfa_activate_totp", "mfa_add_webauthn", "account_logout")
HTMX = {"HX-Request": "true"}
OF_THE_VISIT = re.compile(rb'(name="csrfmiddlewaretoken" value=|"X-CSRFToken": ?|nonce=)"[^"]+"')
OUTSIDERS = ("the rival trust's lead", "who looks after the installation", "a stranger")


@pytest.fixture(scope="module")
def house(module_db) -> House:
    """A house whose peer reviewer is shown the assessment that people rate separately, too."""
    house = furnish("Fernleigh Trust")
    house.reviewer.memberships.get().shared_assessments.add(house.apart)
    keep_as_html(house.agreed, house.open, house.apart)
    return house


@pytest.fixture
def ours(db, house) -> House:
    return house


@dataclass(frozen=True)
class Visitor:
    """Somebody with a browser of theirs, and what they are told everywhere before any change."""

    who: object
    client: Client
    told: dict[tuple[str, bool], bytes]


@pytest.fixture(scope="module")
def visitor(house, request) -> Iterator[Visitor]:
    """`request.param` is a role, or one of the OUTSIDERS. They look round once, for every test."""
    with transaction.atomic():
        client = client_of(house, request.param)
        yield Visitor(request.param, client, answers(client, to_read(house)))
        transaction.set_rollback(True)


def each(people):
    """A test for each of them, one after the other."""
    return pytest.mark.parametrize("visitor", people, indirect=True, scope="module")


def client_of(house: House, who) -> Client:
    """A browser of a role's person, or of one of the OUTSIDERS."""
    if who == "a stranger":
        return Client()
    if who == "the rival trust's lead":
        return signed_in(person(open_trust(name="Rival Trust"), "Rita Rival", Role.LEAD))
    if who == "who looks after the installation":
        return signed_in(User.objects.create_superuser("o@example.org", "Oz"))
    return signed_in(house.people[who])


def ratings_apart(house: House):
    """The ratings that the contributors have given, each with words of its own."""
    return Rating.objects.filter(
        response__kind=Response.Kind.CONTRIBUTOR,
        response__assessment=house.apart,
        level__isnull=False,
    ).select_related("response__assessment__framework", "response__contributor")


def to_read(house: House) -> list[str]:
    """Every address of the trust and outside it that is read, and each history as a piece."""
    rows = [row for row in addresses_of(house) if row.read]
    plain = [row for row in PLAIN if row.is_page and row.name not in NEW_EACH_TIME]
    apart = {"trust": house.trust.slug, "assessment": house.apart.pk}
    codes = [element.code for element in house.apart.tree.elements]
    more = [reverse("rate_mine", kwargs=apart | {"code": code}) for code in codes]
    more.append(reverse("moderation", kwargs=apart))
    more += [reverse("moderate_element", kwargs=apart | {"code": code}) for code in codes]
    paths = dict.fromkeys([*(row.at(house.trust) for row in rows), *more])
    histories = [f"{path}?part=history" for path in paths if re.search("/(rate|mine|view)/", path)]
    return [*paths, *histories, *(reverse(row.name, kwargs=row.kwargs) for row in plain)]


def to_write(house: House) -> list[tuple[str, dict]]:
    """Every address that takes a form, with a good one, and with the ids of the contributors' own.

    But for the beginning of moderation, which ends all this.
    """
    rows = [row for row in addresses_of(house) if row.write and row.name != "moderate"]
    found = [(row.at(house.trust), row.post or {}) for row in rows]
    link = {"title": "July", "address": "https://example.org/july"}
    for rating in ratings_apart(house):
        found.append((reverse("attach_link", args=[house.trust.slug, rating.pk]), link))
    for item in EvidenceItem.objects.filter(rating__in=ratings_apart(house)):
        for name in ("remove_item", "restore_item"):
            found.append((reverse(name, args=[house.trust.slug, item.pk]), {}))
    return found


def what_it_says(answer) -> bytes:
    """The content without what differs from visit to visit: tokens, and the hour of a workbook."""
    content = body(answer)
    if answer.headers["Content-Type"] == XLSX:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            names = [name for name in parts.namelist() if name != "docProps/core.xml"]
            return b"".join(parts.read(name) for name in names)
    return OF_THE_VISIT.sub(b"", content)


def answers(client: Client, paths: list[str], ways=({}, HTMX)) -> dict[tuple[str, bool], bytes]:
    """What is answered at each address, as a page and as a piece."""
    return {
        (path, bool(headers)): what_it_says(client.get(path, headers=headers))
        for path in paths
        for headers in ways
    }


def rate_otherwise(ratings) -> None:
    """Give another level, other words, another mark and another link, each as its contributor."""
    for rating in ratings:
        user, tree = rating.response.contributor, rating.response.assessment.tree
        strand = tree.element_by_pk[rating.element_id].strands[0].pk
        rate(
            rating=rating,
            version=rating.version,
            by=user,
            level=tree.levels[2].pk,
            evidence="Otherwise.",
            reason="Thought again.",
            marks={strand: tree.levels[2].pk},
        )
        rating.items.update(title="Otherwise", address="https://otherwise.example.org/")


@each([*Role, *OUTSIDERS])
def test_nobody_reads_what_another_contributor_wrote(ours, visitor):
    own = ours.rating.get(visitor.who)
    others = [words_by(user).encode() for user in ours.rating.values() if user != own]
    assert len(others) >= 3
    told = visitor.told
    assert not [path for path, content in told.items() for words in others if words in content]
    for path, post in to_write(ours):
        for headers in ({}, HTMX):
            with transaction.atomic():
                content = body(visitor.client.post(path, post, headers=headers, follow=True))
                transaction.set_rollback(True)
            assert not [words for words in others if words in content], path
    if own:
        mine = b"".join(told.values())
        assert all(
            f"{words_by(own)}: {what}".encode() in mine for what in ("evidence", "reason", "link")
        )


@each([*Role, *OUTSIDERS])
def test_how_others_rate_changes_no_answer(ours, visitor):
    others = ratings_apart(ours).exclude(response__contributor=ours.rating.get(visitor.who))
    assert len(others) >= 3
    rate_otherwise(others)
    before, after = visitor.told, answers(visitor.client, to_read(ours))
    assert before.keys() == after.keys()
    assert [path for path in before if before[path] != after[path]] == []


@each(RATES_IN)
def test_how_one_rates_changes_the_pages_of_their_own(ours, visitor):
    """So the test above would tell: the same change shows where it may."""
    rate_otherwise(ratings_apart(ours).filter(response__contributor=ours.rating[visitor.who]))
    before, after = visitor.told, answers(visitor.client, to_read(ours), ways=[{}])
    overview = reverse("assessment", args=[ours.trust.slug, ours.apart.pk])
    first, *others = [f"{overview}mine/{one.code}/" for one in ours.apart.tree.elements]
    expected = {first, f"{first}?part=history", *others}  # each lists the levels of all
    if visitor.who in (Role.LEAD, Role.CONTRIBUTOR):
        expected |= {overview}
    changed = {
        path for (path, is_piece), content in after.items() if content != before[path, is_piece]
    }
    assert changed == expected


@pytest.mark.parametrize("who", [one for one in Role if one not in RATES_IN] + [*OUTSIDERS])
def test_who_does_not_rate_finds_no_ratings_of_their_own(ours, who):
    code = ours.apart.tree.elements[0].code
    client = client_of(ours, who)
    answer = client.get(reverse("rate_mine", args=[ours.trust.slug, ours.apart.pk, code]))
    assert answer.status_code == (302 if who == "a stranger" else 404)


def test_who_is_removed_no_longer_reads_their_own_and_nobody_else_does(ours):
    before = ratings_apart(ours).get(response__contributor=ours.board)
    clients, paths = [client_of(ours, who) for who in (Role.BOARD, Role.LEAD)], to_read(ours)
    ours.board.memberships.get().delete()
    words = words_by(ours.board).encode()
    for client in clients:
        told = answers(client, paths)
        assert not [path for path, content in told.items() if words in content]
    after = Rating.objects.get(pk=before.pk)
    assert (after.evidence, after.level_id) == (before.evidence, before.level_id)


def test_there_is_no_back_door_of_an_administrator():
    assert "django.contrib.admin" not in settings.INSTALLED_APPS
    with pytest.raises(NoReverseMatch):
        reverse("admin:index")
    with pytest.raises(Resolver404):
        resolve("/admin/")
