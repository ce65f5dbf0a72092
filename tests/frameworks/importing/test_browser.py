"""A document brought in through the browser's form, and looked over."""

import io

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from frameworks import actions
from frameworks.dumper import content_of
from frameworks.importing.document import read_document
from frameworks.lineage import mapping
from frameworks.loader import publish
from frameworks.models import Draft, Framework
from frameworks.tree import tree_of
from tests.pages import read, sent

from ..instruments import first_version, second_version
from .documents import COLUMNS, HEADINGS, made, saved, shipped, table_of, understood
from .test_bad_input import BAD

HEAD = [HEADINGS[column] for column in COLUMNS]


def address(trust, *parts) -> str:
    return "/".join([f"/t/{trust.slug}/frameworks/import", *map(str, parts), ""])


def upload(client, trust, content, name="Our framework.docx", **headers):
    """What choosing a file and pressing the button leads to."""
    content = content.getvalue() if isinstance(content, io.BytesIO) else content
    file = SimpleUploadedFile(name, content)
    return client.post(address(trust), {"file": file}, follow=True, headers=headers)


def uneven() -> io.BytesIO:
    """A document with text outside the table; 1B has three questions and two weak descriptors."""
    document = docx.Document()
    document.add_heading("Our framework", 0)
    table_of(
        document,
        [
            HEAD,
            ["1. Vision"],
            ["1A. Purpose", "i. Is it clear?", "i. It is not.", "i. It is."],
            ["1B. Reach", "Who?\nWhat?\nWhen?", "Nobody.\nNothing.", "All.\nEverything.\nNow."],
        ],
    )
    document.add_paragraph("Seen by the board in May.")
    return saved(document)


@pytest.fixture
def client(sign_in, lead):
    return sign_in(lead)


def test_each_of_the_73_strands_is_shown_in_its_place(client, trust):
    answer = upload(client, trust, made(shipped()))
    page = read(answer)
    assert page.one("h1").text == shipped()["title"]
    said = [one.text for one in page.find("p", class_="lede")]
    assert said[0].startswith("12 elements and 73 strands in 5 areas were understood; 1 piece was")
    assert said[1] == "Not understood: after 5B"
    assert said[2] == "Kept as a draft. It is not a framework until you publish it."
    shown = [
        (panel.attrs["id"].removeprefix("element-"), [li.text for li in panel.find("li")])
        for panel in page.find("section")
        if panel.attrs.get("id", "").startswith("element-")
    ]
    assert sum(len(strands) for _, strands in shown) == 73
    for (code, strands), element in zip(
        shown,
        [one for area in shipped()["areas"] for one in area["elements"]],
        strict=True,
    ):
        assert code == element["code"]
        for text, strand in zip(strands, element["strands"], strict=True):
            assert text.startswith(f"{strand['numeral']} {' '.join(strand['question'].split())}")
            for descriptor in strand["descriptors"].values():
                assert " ".join(descriptor.split()) in text
    [draft] = Draft.objects.all()
    assert draft.content == understood(shipped())
    assert draft.source_name == "Our framework.docx"
    assert not Framework.objects.filter(owner=trust).exists()


def test_what_was_not_understood_stands_after_the_element_it_stood_after(client, trust):
    page = read(upload(client, trust, uneven()))
    [beside] = [one for one in page.find("div") if "has-unread" in one.attrs.get("class", "")]
    assert beside.find("section")[0].attrs["id"] == "element-1B"
    text = beside.one("div", class_="unread").text
    assert "Seen by the board in May." in text
    assert "Outside the tables." in text


def test_strands_that_do_not_pair_are_paired_by_hand(client, trust):
    page = read(upload(client, trust, uneven()))
    said = "1B: 3 questions, 2 weak descriptors, 3 strong descriptors: pair them in 1B"
    assert said in [one.text for one in page.find("li")]
    assert any("Element 1B, strand iii: no weak descriptor" in one.text for one in page.find("li"))
    [link] = [one for one in page.find("a") if one.text == "pair them in 1B"]
    page = read(client.get(link.attrs["href"]))
    assert page.one("p", class_="notice").text.startswith("3 questions, 2 weak descriptors")
    form = page.one("form", id="pairing")
    down = page.one("button", id="all-1-1")
    assert down.text == "Down, with those below: weak descriptor ii"
    pressed = sent(form, press=("do", down.attrs["value"]))
    answer = client.post(link.attrs["href"], pressed, follow=True)
    moved = read(answer).one("button", id="up-1-2")
    assert "autofocus" in moved.attrs
    [draft] = Draft.objects.all()
    second = draft.content["areas"][0]["elements"][1]["strands"]
    assert [one["descriptors"].get("R") for one in second] == ["Nobody.", None, "Nothing."]
    assert draft.change == "Moved a text of 1B Reach"
    assert draft.version == 2
    use = next(one for one in read(answer).find("button") if one.text.startswith("Use as a weak"))
    page = read(answer)
    client.post(
        link.attrs["href"], sent(page.one("form", id="pairing"), press=("do", use.attrs["value"]))
    )
    draft.refresh_from_db()
    second = draft.content["areas"][0]["elements"][1]["strands"]
    assert [one["descriptors"].get("R") for one in second][3:] == ["Seen by the board in May."]


def test_a_press_on_a_page_that_is_older_than_the_draft_moves_nothing(client, trust):
    upload(client, trust, uneven())
    draft = Draft.objects.get()
    here = address(trust, draft.pk, "pair", 2)
    assert client.post(here, {"version": 1, "do": "down:1:1"}).status_code == 302
    answer = client.post(here, {"version": 1, "do": "down:1:0"})
    assert answer.status_code == 409
    assert "changed this draft while you had it open. Nothing was saved." in read(answer).text
    assert Draft.objects.get().version == 2


@pytest.mark.parametrize("version", ["", "x", "²", "9" * 40])
def test_a_version_that_is_none_moves_nothing(client, trust, version):
    upload(client, trust, uneven())
    here = address(trust, Draft.objects.get().pk, "pair", 2)
    assert client.post(here, {"version": version, "do": "down:1:1"}).status_code == 409
    assert Draft.objects.get().version == 1


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_answered_with_the_sentence_and_nothing_is_saved(client, trust, name):
    content, called, said = BAD[name]
    answer = upload(client, trust, content() if callable(content) else content, called)
    assert answer.status_code == 422
    assert said in read(answer).text
    assert not Draft.objects.exists()


def test_without_a_file_the_form_says_so(client, trust):
    answer = client.post(address(trust), {})
    assert answer.status_code == 422
    assert "Choose the file." in read(answer).text


def test_a_frameworks_own_file_has_to_be_right_in_every_part(client, trust):
    answer = upload(client, trust, b"areas: [1]\nscale: often\n", "ours.yaml")
    assert answer.status_code == 422
    assert "scale is often" in read(answer).text
    assert "framework: no slug" in read(answer).text
    many = b"areas: [" + b"1, " * 500 + b"]"
    assert "And 4" in read(upload(client, trust, many, "ours.yaml")).text
    assert not Draft.objects.exists()


def test_strands_that_an_element_has_no_room_for_are_shown_as_not_understood(client, trust):
    rows = "".join(f"1A,Purpose,Is it so {number}?\n" for number in range(1, 92))
    page = read(upload(client, trust, f"Element code,Element,Question\n{rows}".encode(), "a.csv"))
    assert "89 strands in 1 area were understood; 2 pieces were not." in page.text
    beside = page.one("div", class_="unread").text
    assert "1A Purpose, strand no. 91" in beside
    assert "Is it so 91?" in beside
    assert "An element has 89 strands at most." in beside


def test_more_areas_than_an_outline_takes_are_refused(client, trust):
    rows = "".join(f"{number},Area,E{number},Name,Is it?\n" for number in range(201))
    table = f"Area code,Area,Element code,Element,Question\n{rows}".encode()
    answer = upload(client, trust, table, "a.csv")
    assert answer.status_code == 422
    assert "This document has 201 areas, and 200 is the most." in read(answer).text
    assert not Draft.objects.exists()


def test_a_letter_that_no_database_keeps_is_left_out(client, trust):
    csv = b"Element code,Element,Question\n1A,Purpose," + b"x" * 5000 + b"\0?\n"
    upload(client, trust, csv, "ours.csv")
    [draft] = Draft.objects.all()
    assert draft.content["areas"][0]["elements"][0]["strands"][0]["question"] == "x" * 5000 + "?"


def test_a_framework_is_taken_away_as_a_workbook_and_read_again(client, trust, framework):
    answer = client.get(f"/t/{trust.slug}/frameworks/mat-capacity/1.0/framework.xlsx")
    assert answer["Content-Disposition"] == 'attachment; filename="mat-capacity-1.0.xlsx"'
    reading = read_document(io.BytesIO(answer.content), "ours.xlsx")
    assert reading.content == content_of(framework)
    assert not reading.unread


def test_who_may_not_write_frameworks_brings_none_in(sign_in, trust, board, contributor):
    for person in (board, contributor):
        client = sign_in(person)
        assert client.get(address(trust)).status_code == 403
        assert upload(client, trust, made(shipped())).status_code == 403
    assert not Draft.objects.exists()


def test_a_draft_of_another_trust_is_not_there(client, trust, sign_in, rival, rival_lead):
    upload(client, trust, uneven())
    pk = Draft.objects.get().pk
    theirs = sign_in(rival_lead)
    for parts in ([pk, "look-over"], [pk, "pair", 2]):
        assert client.get(address(trust, *parts)).status_code == 200
        assert theirs.get(address(rival, *parts)).status_code == 404
        assert theirs.get(address(trust, *parts)).status_code == 404


def test_a_trusts_own_file_that_is_changed_is_the_next_version_of_it(client, trust, lead):
    owned = publish(second_version(), owner=trust, follows=publish(first_version()))
    at = f"/t/{trust.slug}/frameworks/{owned.slug}/{owned.version}"
    text = client.get(f"{at}/file/").content.decode()
    assert "was: 2A" in text
    upload(client, trust, text.replace("The lined", "The lined, anew").encode(), "ours.yaml")
    draft = Draft.objects.get()
    assert draft.copied_from == owned
    made = actions.publish(draft=draft, version=1, number="3", by=lead)
    assert (made.slug, made.follows, made.title) == (owned.slug, owned, "The lined, anew")
    found = mapping(tree_of(owned), tree_of(made)).elements
    assert found == {code: code for code in ("1A", "1B", "1C", "2B", "2D")}
