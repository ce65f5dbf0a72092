"""The rubric."""

import re

from playwright.sync_api import expect

from frameworks.loader import load

from .stage import state


@state
def rubric(stage):
    page = stage.rubric()
    page.get_by_role("heading", name="How to use it").click()
    return page


@state
def rubric_searched(stage):
    page = stage.rubric()
    page.get_by_label("Search the framework").press_sequentially("talent")
    expect(page.get_by_text(re.compile("for “talent”"))).to_be_visible()
    return page


@state
def rubric_searched_in_vain(stage):
    return stage.rubric("?q=" + "zebra" * 30)


@state
def rubric_of_choices(stage):
    return _shipped(stage, "standardise-align-autonomy")


@state
def rubric_of_examples(stage):
    return _shipped(stage, "leadership-elements")


@state
def rubric_with_a_target(stage):
    return _shipped(stage, "trust-characteristics")


def _shipped(stage, slug: str):
    [(framework, _)] = load([f"fixtures/frameworks/{slug}.yaml"])
    address = f"/t/{stage.trust.slug}/frameworks/{framework.slug}/{framework.version}/"
    return stage.page(address, stage.lead)
