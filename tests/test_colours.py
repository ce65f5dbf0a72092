"""Each colour token of a framework's data has a look that can be read, light and dark."""

import re
from itertools import pairwise

import pytest

from frameworks.tokens import TOKENS

from .sources import ROOT

SHEET = ROOT / "static/css/levels.css"
ENOUGH = 4.5  # WCAG 2.2, 1.4.3: text against what is behind it
NOT_RATED = "none"


def looks(*, dark: bool) -> dict[str, dict[str, str]]:
    """Token → --fill, --on-fill and --pattern, as levels.css gives them on a screen of a kind."""
    text = re.sub(r"/\*.*?\*/", "", SHEET.read_text(encoding="utf-8"), flags=re.DOTALL)
    light, _, rest = text.partition("@media (prefers-color-scheme: dark)")
    found: dict[str, dict[str, str]] = {}
    for part in (light, rest) if dark else (light,):
        for token, body in re.findall(r"\.level-([a-z-]+)\s*{([^}]*)}", part):
            found.setdefault(token, {}).update(re.findall(r"--([a-z-]+):\s*([^;]+);", body))
    return found


def luminance(colour: str) -> float:
    """The relative luminance of #rgb or #rrggbb, from 0 to 1 (WCAG 2.2)."""
    digits = colour.removeprefix("#")
    digits = "".join(one * 2 for one in digits) if len(digits) == 3 else digits
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, from 1 to 21."""
    weak, strong = sorted((luminance(one), luminance(other)))
    return (strong + 0.05) / (weak + 0.05)


def test_contrast_is_measured_as_wcag_says():
    assert contrast("#000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#fff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_every_token_has_a_look_and_no_look_is_without_a_token(dark):
    found = looks(dark=dark)
    assert found.keys() == {*TOKENS, NOT_RATED}
    for token, look in found.items():
        assert look.keys() == {"fill", "on-fill", "pattern"}, token


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_code_can_be_read_on_fill_and_pattern(dark):
    for token, look in looks(dark=dark).items():
        behind = {look["fill"], *re.findall(r"#[0-9a-f]{3,6}", look["pattern"])}
        for colour in behind:
            assert contrast(look["on-fill"], colour) >= ENOUGH, (token, colour)


def test_the_four_levels_of_the_shipped_framework_differ_without_colour():
    """Side by side in grey, each two neighbours differ in lightness or in pattern."""
    found = looks(dark=False)
    scale = [found[token] for token in ("red", "amber-red", "amber-green", "green")]
    for one, other in pairwise(scale):
        differ = contrast(one["fill"], other["fill"]) >= 1.3
        assert differ or one["pattern"] != other["pattern"], (one, other)
    ends = scale[0]["pattern"], scale[-1]["pattern"]
    assert ends[0] != ends[1], "the two ends are equally dark: only a pattern tells them apart"


def test_levels_css_puts_fill_ink_and_pattern_on_what_is_a_level():
    (rule,) = re.findall(r"^\.level\s*{([^}]*)}", SHEET.read_text(), re.MULTILINE)
    assert "background-color: var(--fill)" in rule
    assert "background-image: var(--pattern)" in rule
    assert "color: var(--on-fill)" in rule
