"""The pages of a draft, as a browser without JavaScript sends their forms."""

import pytest
from django.urls import reverse

from frameworks.actions import change_draft, publish_words, start_draft, throw_away
from frameworks.editing import elements_of
from frameworks.loader import publish

from ..pages import Node, read, sent
from .instruments import small

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


@pytest.fixture
def draft(trust, lead):
    """A copy of a small instrument: elements 1A, 1B and 2A in two areas."""
    return start_draft(trust=trust, by=lead, copied_from=publish(small()))


@pytest.fixture
def client(sign_in, lead):
    return sign_in(lead)


def at(draft, part: str, **kwargs) -> str:
    return reverse(part, kwargs={"trust": draft.trust.slug, "draft": draft.pk} | kwargs)


def page(client, draft, part: str, **kwargs) -> Node:
    answer = client.get(at(draft, f"draft_{part}", **kwargs))
    assert answer.status_code == 200
    return read(answer)


def form_of(page: Node) -> Node:
    return page.one("form", class_="draft-form")


def press(client, draft, part: str, do: str = "save", typed: dict | None = None, **kwargs) -> Node:
    """Press a button of a part, with these fields changed; the page that comes then."""
    form = form_of(page(client, draft, part, **kwargs))
    buttons = [button.attrs.get("value") for button in form.find("button", name="do")]
    assert do in buttons
    data = sent(form, press=("do", do)) | (typed or {})
    answer = client.post(form.attrs["action"], data, follow=True)
    assert answer.status_code == 200
    draft.refresh_from_db()
    return read(answer)


def codes(draft) -> list[str]:
    return [element["code"] for element in elements_of(draft.content)]


def test_saving_what_was_not_changed_changes_nothing(client, draft):
    before = draft.content
    parts = ("outline", {}), ("levels", {}), ("details", {}), ("element", {"number": 2})
    for part, kwargs in parts:
        press(client, draft, part, **kwargs)
    assert (draft.version, draft.content) == (1, before)


def test_elements_move_within_their_area_and_on_to_the_next(client, draft):
    shown = press(client, draft, "outline", "element-down:0")
    assert codes(draft) == ["1B", "1A", "2A"]
    (begun,) = [one for one in shown.all if "autofocus" in one.attrs]
    assert begun.text == "Move down 1A"
    press(client, draft, "outline", "element-down:1")
    assert [len(area["elements"]) for area in draft.content["areas"]] == [1, 2]
    assert codes(draft) == ["1B", "1A", "2A"]
    press(client, draft, "outline", "element-up:1")
    assert [len(area["elements"]) for area in draft.content["areas"]] == [2, 1]
    assert draft.change == "Moved element 1A Element 1A up"


def test_areas_are_renamed_added_moved_and_dropped(client, draft):
    press(client, draft, "outline", "area-add", {"area-0-name": "Renamed"})
    assert [area["name"] for area in draft.content["areas"]] == ["Renamed", "Second", ""]
    assert draft.content["areas"][2]["code"] == "3"
    press(client, draft, "outline", "area-up:1", {"area-2-name": "Third"})
    assert [area["name"] for area in draft.content["areas"]] == ["Second", "Renamed", "Third"]
    press(client, draft, "outline", "area-drop:1")
    assert codes(draft) == ["2A"]
    assert draft.content["examples"] == []


def test_an_element_is_added_under_the_next_code_and_filled(client, draft):
    press(client, draft, "outline", "element-add:0")
    assert codes(draft) == ["1A", "1B", "1C", "2A"]
    typed = {"name": "Gardens", "topics": "Soil\r\n\r\n Seeds ", "note": "Look out."}
    press(client, draft, "element", "add", typed, number=3)
    looks = {"strand-0-level-0": "No.", "strand-0-level-2": "Yes."}
    typed = {"strand-0-question": "Is it dug?"} | looks
    press(client, draft, "element", typed=typed, number=3)
    assert elements_of(draft.content)[2] == {
        "code": "1C",
        "was": "new",
        "name": "Gardens",
        "topics": ["Soil", "Seeds"],
        "note": "Look out.",
        "strands": [
            {
                "numeral": "i",
                "was": "new",
                "question": "Is it dug?",
                "descriptors": {"R": "No.", "G": "Yes."},
            }
        ],
    }


def test_strands_remember_what_they_were_and_examples_follow(client, draft):
    press(client, draft, "element", "drop:1", {"code": "1X"}, number=2)
    strands = elements_of(draft.content)[1]["strands"]
    assert [(one["numeral"], one["was"]) for one in strands] == [("i", "i"), ("ii", "iii")]
    assert draft.content["examples"] == [
        {"element": "1X", "issues": [{"strands": ["i", "ii"], "text": "Found."}]}
    ]
    assert draft.change == "Dropped strand ii of 1X"
    press(client, draft, "element", "up:1", {"area": "1"}, number=2)
    moved = elements_of(draft.content)[2]
    assert [one["was"] for one in moved["strands"]] == ["iii", "i"]
    assert (moved["code"], moved["was"], codes(draft)) == ("1X", "1B", ["1A", "2A", "1X"])
    assert draft.content["examples"][0]["issues"][0]["strands"] == ["ii", "i"]


def test_a_level_that_is_renamed_takes_its_descriptors_along(client, draft):
    press(client, draft, "levels", typed={"level-0-code": "W", "level-0-colour": "violet"})
    assert draft.content["levels"][0] == {
        "code": "W",
        "name": "Red",
        "meaning": "weak",
        "colour": "violet",
    }
    strand = elements_of(draft.content)[0]["strands"][0]
    assert strand["descriptors"] == {"W": "It is not (i).", "G": "It is (i)."}
    press(client, draft, "levels", "drop:0")
    assert elements_of(draft.content)[0]["strands"][0]["descriptors"] == {"G": "It is (i)."}


def test_a_colour_is_one_of_the_tokens(client, draft):
    form = form_of(page(client, draft, "levels"))
    data = sent(form) | {"level-0-colour": "#ff0000"}
    answer = client.post(form.attrs["action"], data)
    assert answer.status_code == 422
    assert "Select a valid choice" in read(answer).text
    draft.refresh_from_db()
    assert draft.version == 1


def test_details_and_guidance(client, draft):
    press(client, draft, "details", "add", {"title": "Ours", "summary": "One.\r\nTwo."})
    typed = {"part-1-title": "Then", "part-1-text": "Write.", "scale": "choices", "now": "Now"}
    press(client, draft, "details", "up:1", typed)
    assert draft.content["title"] == "Ours"
    assert draft.content["summary"] == "One.\nTwo."
    assert draft.content["scale"] == "choices"
    assert draft.content["guidance"] == [
        {"title": "Then", "text": "Write."},
        {"title": "How", "text": "Read it."},
    ]
    press(client, draft, "details", "example-drop:0")
    assert draft.content["examples"] == []


def test_what_is_wrong_is_said_where_it_is_with_a_way_there(client, draft):
    typed = {"strand-1-level-2": "", "name": ""}
    shown = press(client, draft, "element", typed=typed, number=2)
    (own,) = shown.one("section", id="strand-1").find("ul", class_="own-faults")
    assert own.text == "element 1B, strand ii: no strong descriptor"
    outline = page(client, draft, "outline")
    faults = outline.one("section", aria_labelledby="faults-heading").find("a")
    here = at(draft, "draft_element", number=2)
    assert [(one.text, one.attrs["href"]) for one in faults] == [
        ("element 1B: no name", here),
        ("element 1B, strand ii: no strong descriptor", f"{here}#strand-1"),
    ]
    publishing = read(client.get(at(draft, "publish_draft")))
    assert publishing.find("button", class_="btn btn-primary") == []
    answer = client.post(at(draft, "publish_draft"), {"version": draft.version, "number": "2"})
    assert answer.status_code == 409
    assert not draft.trust.frameworks.exists()


def test_undo(client, draft):
    before = draft.content
    shown = press(client, draft, "outline", "element-drop:1")
    assert codes(draft) == ["1A", "2A"]
    (begun,) = [one for one in shown.all if "autofocus" in one.attrs]
    assert begun.text == "Undo: Dropped element 1B Element 1B"
    form = shown.one("form", class_="last-change")
    client.post(form.attrs["action"], sent(form))
    draft.refresh_from_db()
    assert draft.content == before
    client.post(form.attrs["action"], sent(form))
    draft.refresh_from_db()
    assert (draft.content, draft.version) == (before, 3)


def test_a_stale_save_shows_both_and_saves_nothing(client, draft, contributor):
    form = form_of(page(client, draft, "element", number=1))
    theirs = {**draft.content, "areas": [dict(area) for area in draft.content["areas"]]}
    theirs["areas"][0]["elements"] = [
        element | {"name": "Theirs"} if element["code"] == "1A" else element
        for element in reversed(theirs["areas"][0]["elements"])
    ]
    change_draft(draft=draft, version=1, by=contributor, content=theirs, change="Theirs")
    data = sent(form, press=("do", "down:0")) | {"name": "Mine", "strand-0-question": "Mine?"}
    answer = client.post(form.attrs["action"], data)
    assert answer.status_code == 409
    shown = read(answer)
    assert "Bob Contributor changed this draft while you had it open." in shown.text
    said = [one.text for one in shown.find("div", class_="saved-now")]
    assert said == ["Saved now:Theirs", "Saved now:Is it so (i)?"]
    draft.refresh_from_db()
    assert draft.content == theirs
    again = form_of(shown)
    assert again.attrs["action"] == at(draft, "draft_element", number=2), "it has moved"
    assert "data-touched" in again.attrs
    client.post(again.attrs["action"], sent(again))
    draft.refresh_from_db()
    assert elements_of(draft.content)[1]["name"] == "Mine"
    assert elements_of(draft.content)[1]["strands"][0]["question"] == "Mine?"


@pytest.mark.parametrize(
    ("part", "field", "press"),
    [
        ("outline", "area-1-name", "element-drop:0"),
        ("levels", "level-1-name", "drop:0"),
        ("details", "part-0-title", "add"),
    ],
)
def test_a_stale_press_of_any_part_does_nothing_but_keep_what_was_typed(
    client, draft, contributor, part, field, press
):
    form = form_of(page(client, draft, part))
    added = {"code": "9", "name": "Ninth", "elements": []}
    theirs = draft.content | {
        "areas": [*draft.content["areas"], added],
        "levels": [*draft.content["levels"], {"code": "Z", "name": "Last", "colour": "teal"}],
        "guidance": [{"title": "Theirs", "text": "Read."}, {"title": "More", "text": "Read."}],
    }
    change_draft(draft=draft, version=1, by=contributor, content=theirs, change="Theirs")
    answer = client.post(form.attrs["action"], sent(form, press=("do", press)) | {field: "Mine"})
    assert answer.status_code == 409
    draft.refresh_from_db()
    assert draft.content == theirs
    again = form_of(read(answer))
    assert client.post(again.attrs["action"], sent(again)).status_code == 302
    draft.refresh_from_db()
    changed = {"areas": draft.content["areas"][1]["name"], "levels": draft.content["levels"][1]}
    changed |= {"guidance": draft.content["guidance"]}
    assert "Mine" in str(changed)
    kept = [len(draft.content[name]) for name in ("areas", "levels", "guidance")]
    assert kept == [3, 4, 2], "what they added is still there"


def test_a_stale_save_of_what_was_dropped_says_so(client, draft, lead):
    form = form_of(page(client, draft, "element", number=1))
    press(client, draft, "outline", "element-drop:0")
    answer = client.post(form.attrs["action"], sent(form) | {"name": "Kept"})
    assert answer.status_code == 409
    assert "Element 1A was dropped" in read(answer).text
    assert read(answer).one("input", id="name").attrs["value"] == "Kept"
    draft.refresh_from_db()
    assert codes(draft) == ["1B", "2A"]


@pytest.mark.parametrize("do", ["element-up:9", "element-drop:x", "area-drop:-1", "area-up:²"])
def test_a_button_for_what_is_not_there_changes_nothing(client, draft, do):
    form = form_of(page(client, draft, "outline"))
    answer = client.post(form.attrs["action"], sent(form) | {"do": do})
    assert answer.status_code == 409
    assert "not there any more" in read(answer).text
    draft.refresh_from_db()
    assert draft.version == 1


def test_words_of_an_earlier_page_come_back_unsaved(client, draft):
    form = form_of(page(client, draft, "element", number=1))
    data = sent(form) | {"name": "From before", "do": "resume"}
    shown = read(client.post(form.attrs["action"], data, headers=HTMX))
    assert shown.one("input", id="name").attrs["value"] == "From before"
    assert form_of(shown).attrs["id"] == form.attrs["id"]
    draft.refresh_from_db()
    assert draft.version == 1


def test_the_preview_shows_the_draft_as_a_rubric(client, draft):
    press(client, draft, "element", typed={"strand-0-question": "Has it changed?"}, number=1)
    shown = read(client.get(at(draft, "preview_draft")))
    (strand,) = shown.find("li", id="strand-1A-i")
    assert "Has it changed?" in strand.text
    assert "Red It is not (i)." in strand.text
    assert [one.text for one in shown.find("h2")][2:] == ["1 First", "2 Second"]


def test_levels_that_have_one_code_are_refused_before_a_descriptor_is_lost(client, draft):
    form, before = form_of(page(client, draft, "levels")), draft.content
    for code, said in (("G", "2 levels have the code G."), ("", "described at level R.")):
        data = sent(form, press=("do", "save")) | {"level-0-code": code}
        answer = client.post(form.attrs["action"], data)
        assert answer.status_code == 409
        assert said in read(answer).text
    draft.refresh_from_db()
    assert (draft.version, draft.content) == (1, before)


def test_what_is_said_of_a_level_without_a_code_is_refused_and_kept_on_the_page(client, draft):
    press(client, draft, "levels", "add")
    form = form_of(page(client, draft, "element", number=1))
    data = sent(form, press=("do", "save")) | {"strand-0-level-3": "In between."}
    answer = client.post(form.attrs["action"], data)
    assert answer.status_code == 409
    assert "Give the level without a name a code of its own" in read(answer).text
    assert "In between." in read(answer).text


def test_what_was_typed_for_the_last_element_stays_when_somebody_dropped_it(client, draft):
    form = form_of(page(client, draft, "element", number=3))
    press(client, draft, "outline", "element-drop:2")
    data = sent(form, press=("do", "save")) | {"note": "Not to be lost."}
    answer = client.post(form.attrs["action"], data)
    assert answer.status_code == 409
    assert "Element 2A was dropped" in read(answer).text
    assert "Not to be lost." in read(answer).text
    assert client.get(form.attrs["action"]).status_code == 404
    assert client.post(form.attrs["action"], data | {"version": "2"}).status_code == 404
    draft.refresh_from_db()
    assert codes(draft) == ["1A", "1B"]


@pytest.mark.parametrize("what", ["thrown away", "published"])
def test_a_save_into_a_draft_that_is_closed_says_so_and_keeps_what_was_typed(
    client, draft, lead, what
):
    form = form_of(page(client, draft, "element", number=1))
    data = sent(form, press=("do", "save")) | {"name": "Typed meanwhile"}
    if what == "published":
        words = draft.copied_from
        publish_words(draft=draft, framework=words, version=draft.version, by=lead)
    else:
        throw_away(draft=draft, by=lead)
    answer = client.post(form.attrs["action"], data, headers=HTMX)
    said = read(answer)
    assert answer.status_code == 409
    assert "Not saved: A small instrument" in said.one("div", role="alert").text
    assert form_of(said).one("input", name="name").attrs["value"] == "Typed meanwhile"
    closed = client.get(form.attrs["action"])
    assert closed.status_code == 404
    if what == "published":
        [link] = [one for one in read(closed).find("a") if one.text == f"Read {words}"]
        assert client.get(link.attrs["href"]).status_code == 200
        return
    [back] = [one for one in read(closed).find("form") if "restore" in one.attrs["action"]]
    client.post(back.attrs["action"])
    assert client.post(form.attrs["action"], data, follow=True).status_code == 200
    draft.refresh_from_db()
    assert elements_of(draft.content)[0]["name"] == "Typed meanwhile"
