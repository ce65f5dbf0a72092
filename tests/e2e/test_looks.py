"""What is wrong in one look alone, or with one of many texts that are alike, is found."""

import pytest

from .looks import faults_of

pytestmark = pytest.mark.once

PAGE = """<!doctype html><html lang="en"><title>Pond</title><style>
body {{ color: #111; background: #fff; font-size: 16px }}
@media (prefers-color-scheme: dark) {{ body {{ color: #eee; background: #111 }} }}
.hidden {{ position: absolute; clip-path: inset(50%) }}
{style}
</style><main><h1>The pond</h1>{body}</main>"""
ALIKE = "<p>First.</p><p>Second.</p><p id='third'>Third.</p>"
NARROW, DARK = "@media (max-width: 400px)", "@media (prefers-color-scheme: dark)"
PALE = "#third { color: #999 }"
FAULTY = {
    "one pale text": (PALE, ALIKE, "light", "color-contrast"),
    "pale where it is narrow": (f"{NARROW} {{ {PALE} }}", ALIKE, "light, 320", "color-contrast"),
    "dark on dark": (f"{DARK} {{ #third {{ color: #444 }} }}", ALIKE, "dark", "color-contrast"),
    "dark on dark where it is narrow": (
        f"{DARK} {{ {NARROW} {{ #third {{ color: #444 }} }} }}",
        ALIKE,
        "dark, 320",
        "color-contrast",
    ),
    "on another ground": (
        "div { background: #333 }",
        f"{ALIKE}<div>On it.</div>",
        "light",
        "color",
    ),
    "seen where a like one is hidden": (
        "p { color: #999 }",
        "<p><span class='hidden'>Unseen.</span></p><p>Seen.</p>",
        "light",
        "color-contrast",
    ),
    "a like one is of one sign": ("p { color: #999 }", "<p>x</p><p>Word.</p>", "light", "color"),
    "shown only where it is narrow": (
        f"input {{ display: none }} {NARROW} {{ input {{ display: block }} }}",
        "<input>",
        "light, 320",
        "label",
    ),
    "too small a target where it is narrow": (
        f"a {{ display: block }} {NARROW} {{ a {{ font-size: 8px; line-height: 1 }} }}",
        "<a href='#a'>Here</a><a href='#b'>There</a>",
        "light, 320",
        "target-size",
    ),
    "too wide": (f"{NARROW} {{ h1 {{ width: 500px }} }}", "", "dark, 320", "too wide"),
}


@pytest.fixture
def found(look):
    """What is found wrong in a page of this style and body."""

    def of(style: str, body: str) -> list[str]:
        page = look()
        page.set_content(PAGE.format(style=style, body=body))
        return faults_of(page)

    return of


@pytest.mark.parametrize("name", FAULTY)
def test_it_is_found(name, found):
    style, body, where, what = FAULTY[name]
    assert [fault for fault in found(style, body) if fault.startswith(where) and what in fault]


def test_nothing_is_found_where_nothing_is_wrong(found):
    assert found("", ALIKE) == []
