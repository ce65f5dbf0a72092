"""How a page looks: on a wide and on the narrowest screen, light and dark."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

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


def faults_of(page: Page) -> list[str]:
    """What axe finds in each look of a page, and by how much it is wider than the screen."""
    page.evaluate(AXE_SCRIPT)
    return [fault for look in LOOKS for fault in _faults(page, *look)]


def _faults(page: Page, scheme: str, width: int) -> list[str]:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800})
    found = page.evaluate(FIND, RULES[scheme])
    excess = page.evaluate(TOO_WIDE)
    if excess > 0:
        found.append(f"it is {excess} px too wide")
    return [f"{scheme}, {width} px: {fault}" for fault in found]
