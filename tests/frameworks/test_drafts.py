"""Drafts of a trust's own frameworks: started, changed, thrown away, published and shared."""

import pytest

from frameworks.actions import (
    publish,
    start_draft,
)
from frameworks.dumper import content_of
from frameworks.editing import elements_of
from frameworks.models import Framework
from matcap.trusts.models import Activity

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
