"""A trust's frameworks, and the drafts of its own."""

from django.urls import reverse
from playwright.sync_api import expect

from frameworks.actions import change_draft, publish, share, start_draft, throw_away
from frameworks.editing import drop_element
from matcap.trusts.actions import make_network

from ..steps import button
from .stage import state


def _copy(stage):
    return start_draft(trust=stage.trust, by=stage.lead, copied_from=stage.framework)


def _own(stage):
    """Two published versions, shared with a network."""
    network = make_network(trust=stage.trust, name="The South West", by=stage.lead)
    for number in ("1.1", "1.2"):
        draft = _copy(stage)
        own = publish(draft=draft, version=1, number=number, by=stage.lead)
    share(framework=own, network=network, by=stage.lead)
    return own


def _address(stage, name: str, **kwargs) -> str:
    return reverse(name, kwargs={"trust": stage.trust.slug} | kwargs)


def _at(stage, name: str, user=None, **kwargs):
    return stage.page(_address(stage, name, **kwargs), user or stage.lead)


def _faulty(stage):
    """A copy with an element dropped, and one that lacks its name and a descriptor."""
    draft = _copy(stage)
    content = drop_element(draft.content, 2)
    content["areas"][0]["elements"][0]["name"] = ""
    content["areas"][0]["elements"][0]["strands"][1]["descriptors"].pop("G")
    change = "Dropped element 1B"
    return change_draft(draft=draft, version=1, by=stage.lead, content=content, change=change)


@state
def frameworks(stage):
    _own(stage)
    _copy(stage)
    throw_away(draft=_copy(stage), by=stage.lead)
    page = _at(stage, "frameworks")
    page.get_by_text("Earlier versions").click()
    return page


@state
def frameworks_for_the_board(stage):
    _own(stage)
    return _at(stage, "frameworks", stage.board)


@state
def framework_shared(stage):
    return _at(stage, "sharing", framework=_own(stage).pk)


@state
def draft_outline_with_faults(stage):
    return _at(stage, "draft_outline", draft=_faulty(stage).pk)


@state
def draft_element(stage):
    page = _at(stage, "draft_element", draft=_faulty(stage).pk, number=1)
    page.get_by_text("Describe other levels of strand i", exact=True).click()
    return page


@state
def draft_element_in_conflict(stage):
    stage.expect_failures()
    draft = _copy(stage)
    address = _address(stage, "draft_element", draft=draft.pk, number=1)
    page = stage.own_page(address, stage.lead)
    content = draft.content | {"areas": drop_element(draft.content, 2)["areas"]}
    content["areas"][0]["elements"][0]["name"] = "Another name"
    change_draft(draft=draft, version=1, by=stage.contributor, content=content, change="Renamed")
    page.get_by_label("Name", exact=True).fill("My name")
    button(page, "Save").click()
    expect(page.get_by_text("Nothing of yours is lost.")).to_be_visible()
    return page


@state
def draft_levels(stage):
    page = _at(stage, "draft_levels", draft=_copy(stage).pk)
    button(page, "Add a level").click()
    expect(page.get_by_role("heading", name="No name yet")).to_be_visible()
    return page


@state
def draft_details(stage):
    return _at(stage, "draft_details", draft=_copy(stage).pk)


@state
def draft_from_nothing(stage):
    draft = start_draft(trust=stage.trust, by=stage.lead)
    return _at(stage, "draft_outline", draft=draft.pk)


@state
def draft_preview(stage):
    return _at(stage, "preview_draft", draft=_copy(stage).pk)


@state
def draft_to_publish(stage):
    return _at(stage, "publish_draft", draft=_copy(stage).pk)
