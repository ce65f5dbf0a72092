"""Every page in every state: nothing for axe to find, and nothing wider than the screen.

Each is opened once, and looked at on a wide and on the narrowest screen, light and dark.
"""

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, expect

from .states import STATES, Stage

LOOKS = [(scheme, width) for scheme in ("light", "dark") for width in (1280, 320)]
EVERY_RULE = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES = {
    "light": EVERY_RULE,
    "dark": ["color-contrast", "link-in-text-block"],  # the others cannot come out otherwise
}
# Of the rubric, which is long, the first area stands for the others: they are drawn alike.
FIND = """async (rules) => (await axe.run({exclude: [".areas > section + section"]}, {
    resultTypes: ["violations"],
    runOnly: rules,
})).violations.flatMap(found => found.nodes.map(
    node => `${found.id} at ${node.target}: ${node.failureSummary}`))"""
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.mark.looks
@pytest.mark.parametrize("name", STATES)
def test_it_is_accessible_and_fits(name, request, base_url):
    page = STATES[name](Stage(request))
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    page.evaluate(AXE_SCRIPT)
    assert [fault for look in LOOKS for fault in faults(page, *look)] == []


def faults(page: Page, scheme: str, width: int) -> list[str]:
    """What is wrong in one look."""
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800})
    found = page.evaluate(FIND, RULES[scheme])
    excess = page.evaluate(TOO_WIDE)
    if excess > 0:
        found.append(f"it is {excess} px too wide")
    return [f"{scheme}, {width} px: {fault}" for fault in found]
