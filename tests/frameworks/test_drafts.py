"""Drafts of a trust's own frameworks: started, changed, thrown away, published and shared."""

from datetime import timedelta

import pytest
from django.utils import timezone

from frameworks.actions import (
    Stale,
    change_draft,
    publish,
    restore,
    share,
    start_draft,
    take_back,
    throw_away,
    undo_change,
)
from frameworks.dumper import content_of
from frameworks.editing import elements_of
from frameworks.lineage import mapping
from frameworks.loader import publish as load_content
from frameworks.models import Framework
from frameworks.slugs import next_number
from frameworks.tree import tree_of
from matcap.trusts.actions import join_network, leave_network, make_network, open_trust
from matcap.trusts.models import Activity
from matcap.ui.refusal import Refused

from .instruments import first_version, second_version, small

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(trust, lead, framework):
    """A copy of the shipped framework."""
    return start_draft(trust=trust, by=lead, copied_from=framework)


def said(trust) -> list[str]:
    """The activity log, newest first."""
    return list(Activity.objects.filter(trust=trust).values_list("sentence", flat=True))


def test_a_copy_says_what_its_original_says_and_what_everything_was(draft, framework):
    assert draft.copied_from == framework
    for element in elements_of(draft.content):
        assert element.pop("was") == element["code"]
        assert [strand.pop("was") for strand in element["strands"]] == [
            strand["numeral"] for strand in element["strands"]
        ]
    assert draft.content == content_of(framework)


def test_what_is_published_of_a_copy_as_it_is_needs_no_was(draft, framework, trust, lead):
    own = publish(draft=draft, version=1, number="1.1", by=lead)
    assert (own.owner, own.follows, own.version) == (trust, framework, "1.1")
    assert own.slug == f"mat-capacity-{trust.pk}"
    expected = content_of(framework) | {"slug": own.slug, "version": "1.1"}
    assert content_of(own) == expected
    assert list(Framework.objects.used_by(trust)) == [own, framework]
    draft.refresh_from_db()
    assert draft.published_as == own
    assert said(trust)[0] == "Published the framework MAT Improvement Capacity Framework 1.1."


def test_copies_are_traced_to_each_other_by_what_each_follows(trust, lead):
    first, second = load_content(first_version()), load_content(second_version())
    plain = publish(
        draft=start_draft(trust=trust, by=lead, copied_from=second), version=1, number="1", by=lead
    )
    draft = start_draft(trust=trust, by=lead, copied_from=plain)
    moved = elements_of(draft.content)[2]
    moved["code"] = "7X"
    moved["strands"].reverse()
    changed = change_draft(draft=draft, version=1, by=lead, content=draft.content | {"title": "X"})
    changed = publish(draft=changed, version=2, number="2", by=lead)
    again = publish(
        draft=start_draft(trust=trust, by=lead, copied_from=second), version=1, number="3", by=lead
    )
    for other, code in ((first, "2A"), (second, "1C"), (plain, "1C"), (again, "1C")):
        found = mapping(tree_of(other), tree_of(changed))
        assert found.elements["7X"] == code
        assert (found.strands["7X", "i"], found.strands["7X", "ii"]) == ("ii", "i")
        assert mapping(tree_of(changed), tree_of(other)).elements[code] == "7X"
    assert mapping(tree_of(first), tree_of(plain)).elements["2D"] == ""
    assert mapping(tree_of(again), tree_of(changed)).elements["2D"] == "2D"


def test_a_published_framework_is_only_the_trusts_own(draft, trust, rival, lead):
    own = publish(draft=draft, version=1, number="1.1", by=lead)
    assert own in Framework.objects.used_by(trust)
    assert own not in Framework.objects.used_by(rival)
    assert own not in Framework.objects.read_by(rival)


def test_two_trusts_copies_and_the_original_have_addresses_of_their_own(
    framework, trust, rival, lead, rival_lead
):
    owned = []
    for one, by in ((trust, lead), (rival, rival_lead)):
        draft = start_draft(trust=one, by=by, copied_from=framework)
        owned.append(publish(draft=draft, version=1, number="1.0", by=by))
    assert len({one.slug for one in [framework, *owned]}) == 3
    again = start_draft(trust=trust, by=lead, copied_from=owned[0])
    assert next_number(again) == "1.1"
    assert publish(draft=again, version=1, number="1.1", by=lead).slug == owned[0].slug


def test_a_version_is_published_once(draft, framework, trust, lead):
    publish(draft=draft, version=1, number="1.1", by=lead)
    other = start_draft(trust=trust, by=lead, copied_from=framework)
    assert next_number(other) == "1.2"
    with pytest.raises(Refused, match=r"Version 1\.1 of it is published already"):
        publish(draft=other, version=1, number="1.1", by=lead)
    with pytest.raises(Refused, match="version is a b"):
        publish(draft=other, version=1, number="a b", by=lead)
    with pytest.raises(Refused, match="is published, and never changes"):
        publish(draft=draft, version=1, number="1.3", by=lead)
    assert trust.frameworks.count() == 1


@pytest.mark.parametrize(
    ("before", "after"), [("1.0", "1.1"), ("1.9", "1.10"), ("2", "3"), ("2026-b", "2026-b.1")]
)
def test_the_number_that_is_proposed_goes_on_from_the_originals(trust, lead, before, after):
    original = load_content(small({"version": before}))
    assert next_number(start_draft(trust=trust, by=lead, copied_from=original)) == after


def test_a_draft_from_nothing_is_published_when_it_is_whole(trust, lead):
    draft = start_draft(trust=trust, by=lead)
    with pytest.raises(Refused, match="framework: no title; framework: no areas"):
        publish(draft=draft, version=1, number="1.0", by=lead)
    element = {"code": "1A", "name": "Tea", "note": " "}
    areas = [{"code": "1", "name": "Café", "elements": [element]}]
    content = draft.content | {"title": "Café life", "areas": areas}
    draft = change_draft(draft=draft, version=1, by=lead, content=content)
    own = publish(draft=draft, version=2, number="1.0", by=lead)
    assert own.slug == f"cafe-life-{trust.pk}"
    assert own.follows is None
    assert tree_of(own).element_by_code["1A"].note == ""


def test_a_stale_change_is_refused_and_names_who_was_first(draft, lead, contributor):
    content = draft.content | {"title": "First"}
    first = change_draft(draft=draft, version=1, by=contributor, content=content)
    other = content | {"title": "Second"}
    assert (first.version, first.changed_by) == (2, contributor)
    for write in (
        lambda: change_draft(draft=draft, version=1, by=lead, content=other),
        lambda: undo_change(draft=draft, version=1, by=lead),
        lambda: publish(draft=draft, version=1, number="1.1", by=lead),
    ):
        with pytest.raises(Stale, match="Bob Contributor changed this draft") as refused:
            write()
        assert refused.value.draft.content["title"] == "First"


def test_the_last_change_can_be_undone_once(draft, lead):
    before = draft.content
    content = draft.content | {"title": "Otherwise"}
    draft = change_draft(draft=draft, version=1, by=lead, content=content, change="Renamed it")
    draft = undo_change(draft=draft, version=2, by=lead)
    assert (draft.content, draft.version, draft.change) == (before, 3, "")
    with pytest.raises(Refused, match="nothing to undo"):
        undo_change(draft=draft, version=3, by=lead)


def test_a_draft_thrown_away_comes_back_for_thirty_days(draft, trust, lead):
    throw_away(draft=draft, by=lead)
    assert list(trust.framework_drafts.in_work()) == []
    with pytest.raises(Refused, match="was thrown away"):
        change_draft(draft=draft, version=1, by=lead, content={})
    assert restore(draft=draft, by=lead).removed_at is None
    assert list(trust.framework_drafts.in_work()) == [draft]
    throw_away(draft=draft, by=lead)
    trust.framework_drafts.update(removed_at=timezone.now() - timedelta(days=31))
    assert list(trust.framework_drafts.thrown_away()) == []
    other = start_draft(trust=trust, by=lead)
    throw_away(draft=other, by=lead)
    assert list(trust.framework_drafts.all()) == [other]
    assert said(trust)[:2] == [
        "Threw away the draft framework Framework without a title.",
        "Started a draft framework, Framework without a title, from nothing.",
    ]


@pytest.fixture
def network(trust, rival, lead, rival_lead):
    network = make_network(trust=trust, name="The South West", by=lead)
    join_network(trust=rival, code=network.code, by=rival_lead)
    return network


def test_what_is_shared_with_a_network_is_used_copied_and_taken_back(
    draft, network, trust, rival, lead, rival_lead
):
    own = publish(draft=draft, version=1, number="1.1", by=lead)
    with pytest.raises(Refused, match="is not shared with Rival Trust"):
        start_draft(trust=rival, by=rival_lead, copied_from=own)
    share(framework=own, network=network, by=lead)
    assert list(Framework.objects.used_by(rival)) == [own, draft.copied_from]
    copied = start_draft(trust=rival, by=rival_lead, copied_from=own)
    theirs = publish(draft=copied, version=1, number="1.2", by=rival_lead)
    assert (theirs.follows, theirs.owner) == (own, rival)
    take_back(framework=own, network=network, by=lead)
    assert own not in Framework.objects.used_by(rival)
    assert own in Framework.objects.read_by(rival), "an assessment made in it is still read"
    assert theirs in Framework.objects.used_by(rival)
    assert said(trust)[0].startswith("Took back MAT Improvement Capacity Framework 1.1 from")


def test_a_share_ends_for_who_leaves_and_when_the_owner_does(draft, network, trust, rival, lead):
    own = publish(draft=draft, version=1, number="1.1", by=lead)
    share(framework=own, network=network, by=lead)
    outside = open_trust(name="Another Trust")
    assert own not in Framework.objects.used_by(outside)
    leave_network(trust=trust, network=network, by=lead)
    assert own not in Framework.objects.used_by(rival)
    assert own in Framework.objects.read_by(rival)
    assert own not in Framework.objects.read_by(outside)
    assert own in Framework.objects.used_by(trust)


def test_a_framework_shared_twice_is_there_once(draft, network, trust, rival, lead, rival_lead):
    other = make_network(trust=rival, name="The Coast", by=rival_lead)
    join_network(trust=trust, code=other.code, by=lead)
    own = publish(draft=draft, version=1, number="1.1", by=lead)
    for one in (network, other):
        share(framework=own, network=one, by=lead)
    assert list(Framework.objects.used_by(rival)).count(own) == 1
    assert list(Framework.objects.read_by(rival)).count(own) == 1
