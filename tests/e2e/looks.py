"""How a page looks: on a wide and on the narrowest screen, light and dark."""

from pathlib import Path

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

LOOKS = [(scheme, width) for scheme in ("light", "dark") for width in (1280, 320)]
RULES = {
    "every": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    # The others come out alike as long as the same elements are shown.
    "layout": ["target-size", "scrollable-region-focusable", "link-in-text-block"],
    "colours": ["link-in-text-block"],  # and contrast
}
FIND = Path(__file__).with_name("looks.js").read_text()
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def faults_of(page: Page) -> list[str]:
    """What axe finds in each look of a page, and by how much it is wider than the screen."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    return [fault for look in LOOKS for fault in _faults(page, *look)]


def _faults(page: Page, scheme: str, width: int) -> list[str]:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800})
    found = page.evaluate(FIND, RULES)
    excess = page.evaluate(TOO_WIDE)
    if excess > 0:
        found.append(f"it is {excess} px too wide")
    return [f"{scheme}, {width} px: {fault}" for fault in found]
