"""A document that was filled in becomes an agreed assessment, in its place in time."""

import datetime
import io

import docx
import pytest
import yaml
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from frameworks.dumper import content_of
from frameworks.importing.layout import sheets_from
from frameworks.loader import publish
from frameworks.models import Draft
from matcap.assessments.models import Assessment, Rating
from matcap.ui.spreadsheet import write_workbook
from tests.conftest import begin
from tests.frameworks.importing.documents import Shape, made, saved, shipped, table_of
from tests.frameworks.instruments import DATA
from tests.pages import read, sent

CODES = [one["code"] for area in shipped()["areas"] for one in area["elements"]]
LEVELS = dict(
    zip(CODES, ["R", "AR", "AG", "G", "R", "AR", "AG", "G", "R", "AR", "AG", "G"], strict=True)
)
DATES = {"opened_on": "2024-09-02", "agreed_on": "2024-11-15"}


def filled(levels=None, content=None):
    """The shipped framework as a Word document, with a level and evidence for each element."""
    levels = LEVELS if levels is None else levels
    ratings = {code: [level, f"What we saw of {code}."] for code, level in levels.items()}
    return made(content or shipped(), Shape(ratings=ratings))


def choose(client, trust, document, name="Autumn_2024.docx"):
    """Choose a filled-in document, and go on to its ratings."""
    file = SimpleUploadedFile(name, document.getvalue())
    start = reverse("import_framework", args=[trust.slug])
    page = read(client.post(start, {"file": file}, follow=True))
    [link] = [one for one in page.find("a") if one.text == "Make an assessment of it"]
    return page, link.attrs["href"]


def send(client, address, **changed):
    """Fill the form's dates and what else is `changed`, and press its button."""
    page = read(client.get(address))
    [form] = [one for one in page.find("form") if one.attrs["action"] == address]
    return client.post(address, sent(form) | DATES | changed, follow=True)


def levels_of(assessment) -> dict[str, str]:
    ratings = Rating.objects.filter(response__assessment=assessment)
    return dict(ratings.values_list("element__code", "level__code"))


@pytest.fixture
def client(sign_in, lead, framework):
    return sign_in(lead)


def test_a_filled_in_document_becomes_an_agreed_assessment(client, trust):
    page, address = choose(client, trust, filled())
    assert "This document is filled in for 12 elements" in page.text
    form = read(client.get(address))
    assert form.one("input", name="title").attrs["value"] == "Autumn 2024"
    assert form.one("input", name="agreed_on").attrs["value"] == "2024-12-31"
    assert "Its name says Autumn 2024; this is the last day of that." in form.text
    assert form.one("textarea", name="evidence-1B").raw.strip() == "What we saw of 1B."
    answer = send(client, address)
    [assessment] = Assessment.objects.all()
    assert answer.redirect_chain[-1][0] == reverse("heat_map", args=[trust.slug, assessment.pk])
    assert "Autumn 2024 is brought in from Autumn_2024.docx." in read(answer).text
    assert assessment.is_agreed
    assert (assessment.opened_on, assessment.agreed_on) == (
        datetime.date(2024, 9, 2),
        datetime.date(2024, 11, 15),
    )
    assert levels_of(assessment) == LEVELS
    first = Rating.objects.get(response__assessment=assessment, element__code="1A")
    assert first.evidence == "What we saw of 1A."
    assert not Draft.objects.in_work()
    assert Draft.objects.thrown_away()


def test_targets_marks_and_links_are_brought_in_as_they_were_corrected(client, trust):
    choir = publish(yaml.safe_load((DATA / "target.yaml").read_text(encoding="utf-8")))
    sheets = {name: [*map(list, rows)] for name, rows in sheets_from(content_of(choir)).items()}
    [head, first, *rest] = sheets["Strands"]
    said = "SING\nii. HUM\ni. SOAR\nhttps://choir.example/a https://choir.example/b"
    sheets["Strands"] = [
        [*head, choir.now, choir.target],
        [*first, said, "PARTS"],
        *rest,
    ]
    file = io.BytesIO()
    write_workbook(file, sheets)
    _, address = choose(client, trust, file, "choir.xlsx")
    page = read(client.get(address))
    assert "C1 has no strand (ii): its mark is not brought in." in page.text
    assert f"No level was found for C2 under “{choir.target}”." in page.text
    send(client, address, **{"links-C1": "1", "mark-C1-i": "HUM"})
    [rating, other] = Rating.objects.filter(response__assessment__framework=choir)
    assert (rating.level.code, rating.target_level.code) == ("SING", "PARTS")
    assert [mark.level.code for mark in rating.marks.all()] == ["HUM"]
    assert [item.address for item in rating.items.all()] == ["https://choir.example/b"]
    assert timezone.localdate(rating.items.get().history.get().history_date) == datetime.date(
        2024, 11, 15
    )
    assert (other.level, other.changed_at) == (None, None)


def test_a_target_that_is_not_asked_for_is_said_before_saving(client, trust):
    content = shipped()
    head = ["Element", "Questions", "Red", "Green", "Where we are now", "Where we need to be"]
    rows = [
        [f"{one['code']}. {one['name']}", "a", "b", "c", "AR", "G"]
        for area in content["areas"]
        for one in area["elements"]
    ]
    document = docx.Document()
    document.add_paragraph("Ours")
    table_of(document, [head, *rows])
    _, address = choose(client, trust, saved(document))
    said = " asks for no target: those of 1A, 1B, 1C,"
    assert said in read(client.get(address)).text
    send(client, address)
    assert set(levels_of(Assessment.objects.get()).values()) == {"AR"}


def test_several_documents_each_take_their_place_in_time(client, trust, lead, framework):
    for year, level in ((2024, "AR"), (2022, "R"), (2023, "AG")):
        document = filled(LEVELS | {"1A": level})
        _, address = choose(client, trust, document, f"Autumn {year}.docx")
        send(client, address, opened_on=f"{year}-09-02", agreed_on=f"{year}-11-15")
    found = {one.title: one for one in Assessment.objects.select_related("previous")}
    assert found["Autumn 2024"].previous.title == "Autumn 2023"
    assert found["Autumn 2023"].previous.title == "Autumn 2022"
    now = begin(trust, framework, lead)
    assert now.previous.title == "Autumn 2024"
    page = read(client.get(reverse("heat_map", args=[trust.slug, found["Autumn 2023"].pk])))
    assert "stronger than Autumn 2022" in page.text


def test_ratings_are_corrected_before_they_are_brought_in(client, trust):
    levels = {code: level for code, level in LEVELS.items() if code != "2B"}
    _, address = choose(client, trust, filled(levels))
    assert "No rating was found for 2B." in read(client.get(address)).text
    changed = {"title": "Our first", "level-1A": "G", "evidence-1A": "Seen anew.", "level-1B": ""}
    send(client, address, **changed)
    [assessment] = Assessment.objects.all()
    assert assessment.title == "Our first"
    assert levels_of(assessment) == LEVELS | {"1A": "G", "1B": None, "2B": None}


def test_an_element_that_the_document_does_not_have_is_said_and_left_unrated(client, trust):
    content = shipped()
    content["areas"][0]["elements"].pop()
    _, address = choose(client, trust, filled(content=content))
    assert "The document has no element 1C." in read(client.get(address)).text
    send(client, address)
    [assessment] = Assessment.objects.all()
    assert levels_of(assessment) == LEVELS | {"1C": None}


def test_the_words_of_a_filled_in_document_and_then_its_ratings(client, trust, framework):
    _, address = choose(client, trust, filled())
    draft = Draft.objects.get()
    words = {"framework": framework.pk, "version": draft.version}
    client.post(reverse("take_words", args=[trust.slug, draft.pk]), words)
    send(client, address)
    [assessment] = Assessment.objects.all()
    assert assessment.wording.draft == draft
    assert levels_of(assessment) == LEVELS


WRONG = {
    "no date": ({"agreed_on": ""}, "Say when it was agreed."),
    "no title": ({"title": " "}, "This field is required."),
    "a level that is none": ({"level-1A": "Z"}, "Z is not one of the available choices."),
    "agreed before it started": ({"agreed_on": "2023-01-01"}, "before the date it started"),
    "a year of three digits": ({"opened_on": "0202-09-02"}, "202 is too long ago"),
    "in the future": ({"agreed_on": "2999-01-01"}, "in the future"),
    "too many words": ({"evidence-1A": "x" * 50_001}, "at most 50000 characters"),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_is_said_and_nothing_is_brought_in(client, trust, what):
    changed, said = WRONG[what]
    _, address = choose(client, trust, filled())
    answer = send(client, address, **changed)
    assert answer.status_code == 422
    assert said in read(answer).text
    assert "What we saw of 2A." in read(answer).text
    assert not Assessment.objects.exists()
    assert Draft.objects.in_work()


def test_a_document_of_no_framework_that_the_trust_uses(client, trust):
    content = shipped()
    for element in content["areas"][0]["elements"]:
        element["code"] = element["code"].replace("1", "9")
    content["areas"][0]["code"] = "9"
    levels = {code.replace("1", "9"): level for code, level in LEVELS.items()}
    _, address = choose(client, trust, filled(levels, content))
    assert "has the elements that are filled in here" in read(client.get(address)).text
    client.post(address, DATES | {"title": "Autumn"})
    assert not Assessment.objects.exists()


def test_a_document_that_is_not_filled_in_has_no_ratings_to_bring_in(client, trust, sign_in):
    file = SimpleUploadedFile("ours.docx", made(shipped()).getvalue())
    start = reverse("import_framework", args=[trust.slug])
    page = read(client.post(start, {"file": file}, follow=True))
    assert "filled in:" not in page.text
    address = reverse("bring_in", args=[trust.slug, Draft.objects.get().pk])
    assert client.get(address).status_code == 404


def test_another_trusts_document_is_not_there(client, trust, sign_in, rival, rival_lead, board):
    _, address = choose(client, trust, filled())
    assert sign_in(board).get(address).status_code == 403
    theirs = reverse("bring_in", args=[rival.slug, Draft.objects.get().pk])
    assert sign_in(rival_lead).get(theirs).status_code == 404
