"""The rubric."""

import re

from playwright.sync_api import expect

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
