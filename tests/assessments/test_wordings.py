"""A trust's own words for a framework: on every page of its own, and on nobody else's."""

import datetime
import io
from copy import deepcopy

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from frameworks.editing import elements_of
from frameworks.importing.document import read_document
from frameworks.models import Draft, Framework
from frameworks.tree import tree_of
from matcap.assessments import actions
from matcap.assessments.models import Assessment, Rating
from matcap.planning.actions import add_priority, edit_priority
from matcap.trusts.actions import make_group
from tests.conftest import begin, rate, rate_all
from tests.frameworks.importing.documents import made, shipped
from tests.pages import body, read
from tests.papers import keep_as_html

TITLE, QUESTION = "Our own purpose", "Do our people know why we are here?"
GUIDANCE = "We talk about it at the away day first."


def own_words(title=TITLE) -> io.BytesIO:
    """A Word document of the shipped framework, in which 1A is in other words."""
    content = deepcopy(shipped())
    first = elements_of(content)[0]
    first["name"] = title
    first["strands"][0]["question"] = QUESTION
    content["guidance"][0]["text"] = GUIDANCE
    return made(content)


def bring(client, trust, document):
    """Choose a document, and press the button that takes its words."""
    file = SimpleUploadedFile("Our words.docx", document.getvalue())
    page = read(
        client.post(reverse("import_framework", args=[trust.slug]), {"file": file}, follow=True)
    )
    [form] = [one for one in page.find("form") if one.attrs["action"].endswith("/words/")]
    button = form.one("button")
    assert button.text == "Use them as the wording of MAT Improvement Capacity Framework 1.0"
    data = {"version": form.one("input", name="version").attrs["value"]}
    data["framework"] = button.attrs["value"]
    return client.post(form.attrs["action"], data, follow=True)


def put_aside(client, trust):
    return client.post(
        reverse("put_words_aside", args=[trust.slug, "mat-capacity", "1.0"]), follow=True
    )


def moderated(trust, framework, by) -> Assessment:
    """An assessment in moderation, after one that is agreed, with a priority."""
    before = begin(trust, framework, by, title="Autumn 2025", year=2025)
    rate_all(before, by)
    priority = add_priority(assessment=before, element=before.tree.elements[0].pk, by=by)
    strand = before.tree.elements[0].strands[0].pk
    edit_priority(priority=priority, version=1, by=by, issues=[(None, "Few know.", [strand])])
    actions.agree(assessment=before, by=by, on=datetime.date(2025, 11, 14))
    draft = actions.start(
        trust=trust,
        framework=framework,
        title="Autumn 2026",
        opened_on=datetime.date(2026, 9, 7),
        rated_apart=True,
        by=by,
    )
    groups = {by.pk: make_group(trust=trust, name="Executives", by=by)}
    actions.choose_contributors(assessment=draft, groups=groups, by=by, shows_names=True)
    return actions.moderate(assessment=actions.open_assessment(assessment=draft, by=by), by=by)


def pages(trust) -> dict[str, str]:
    """Addresses on which 1A is named, or asked about."""
    now = trust.assessments.get(title="Autumn 2026").pk
    before = trust.assessments.get(title="Autumn 2025").pk
    version = {"slug": "mat-capacity", "version": "1.0"}
    named = {
        "home": {},
        "rubric": version,
        "blank_rubric_pdf": version,
        "rate": {"assessment": now, "code": "1A"},
        "rate_mine": {"assessment": now, "code": "1A"},
        "moderation": {"assessment": now},
        "moderate_element": {"assessment": now, "code": "1A"},
        "assessment": {"assessment": now},
        "heat_map": {"assessment": before},
        "heat_map_csv": {"assessment": before},
        "plan": {"assessment": before},
        "rubric_pdf": {"assessment": before},
        "heat_map_pdf": {"assessment": before},
        "priorities_pdf": {"assessment": before},
        "board_pack": {"assessment": before},
        "start_workshop": {"assessment": now},
    }
    found = {
        name: reverse("trust" if name == "home" else name, kwargs={"trust": trust.slug} | kwargs)
        for name, kwargs in named.items()
    }
    return found | {"a search": f"{found['rubric']}?q=own+purpose"}


def text_of(answer) -> str:
    """What a page, a paper or a CSV says."""
    assert answer.status_code == 200, answer.status_code
    return body(answer).decode() if "csv" in answer["Content-Type"] else read(answer).text


def where_it_is_said(client, trust) -> set[str]:
    keep_as_html(trust.assessments.get(title="Autumn 2025"))
    return {name for name, at in pages(trust).items() if TITLE in text_of(client.get(at))}


def test_a_trust_sees_its_own_words_everywhere_and_its_rival_nowhere(
    sign_in, trust, rival, lead, rival_lead, framework
):
    ours, theirs = sign_in(lead), sign_in(rival_lead)
    now = moderated(trust, framework, lead)
    moderated(rival, framework, rival_lead)
    stored = list(Rating.objects.order_by("pk").values_list())
    assert where_it_is_said(ours, trust) == set()
    answer = bring(ours, trust, own_words())
    assert (
        "MAT Improvement Capacity Framework 1.0 is shown in your own words now."
        in read(answer).text
    )
    assert where_it_is_said(ours, trust) == {*pages(trust)}
    assert where_it_is_said(theirs, rival) == set()
    asked = ours.get(pages(trust)["rate"])
    assert QUESTION in read(asked).text
    assert list(Rating.objects.order_by("pk").values_list()) == stored
    heat_map = ours.get(reverse("heat_map", args=[trust.slug, now.pk]))
    assert heat_map.context["heat_map"].tree.element_by_code["1A"].name == TITLE
    rubric = read(ours.get(pages(trust)["rubric"]))
    assert "These are your own words for it" in rubric.text
    assert "These are your own words" not in read(theirs.get(pages(rival)["rubric"])).text


def test_an_assessment_started_later_is_in_the_trusts_words(sign_in, trust, lead, framework):
    bring(sign_in(lead), trust, own_words())
    assessment = begin(trust, framework, lead)
    assert assessment.tree.element_by_code["1A"].name == TITLE
    rate(assessment, "1A", "G", lead)


def test_words_are_changed_and_taken_back(sign_in, trust, lead, framework, assessment):
    client = sign_in(lead)
    bring(client, trust, own_words("First words"))
    bring(client, trust, own_words("Second words"))
    assessment = Assessment.objects.get(pk=assessment.pk)
    assert assessment.tree.element_by_code["1A"].name == "Second words"
    assert "published words again." in read(put_aside(client, trust)).text
    assessment = Assessment.objects.get(pk=assessment.pk)
    assert assessment.tree == tree_of(framework)
    assert "is shown in its published words already." in read(put_aside(client, trust)).text
    bring(client, trust, own_words("Third words"))
    assert Framework.objects.words_of(trust).get().version == "3"


def test_words_are_taken_once(sign_in, trust, lead, framework):
    client = sign_in(lead)
    bring(client, trust, own_words())
    draft = Draft.objects.get()
    address = reverse("take_words", args=[trust.slug, draft.pk])
    assert client.post(address, {"framework": framework.pk, "version": 1}).status_code == 404
    page = read(client.get(reverse("imported", args=[trust.slug, draft.pk])))
    assert "its words are yours for MAT Improvement Capacity Framework 1.0" in page.text
    assert not [one for one in page.find("button") if "wording" in one.text]


@pytest.mark.parametrize("data", [{}, {"framework": "x"}, {"version": "1"}])
def test_a_form_that_says_too_little_takes_nothing(sign_in, trust, lead, framework, data):
    client = sign_in(lead)
    file = SimpleUploadedFile("Our words.docx", own_words().getvalue())
    client.post(reverse("import_framework", args=[trust.slug]), {"file": file})
    address = reverse("take_words", args=[trust.slug, Draft.objects.get().pk])
    answer = read(client.post(address, data, follow=True))
    assert "Choose the framework that these are words for." in answer.text
    assert not Framework.objects.words_of(trust)


def test_only_who_writes_frameworks_takes_words_or_puts_them_aside(
    sign_in, trust, lead, board, contributor, framework
):
    bring(sign_in(lead), trust, own_words())
    for person in (board, contributor):
        client = sign_in(person)
        assert put_aside(client, trust).status_code == 403
        page = read(client.get(reverse("rubric", args=[trust.slug, "mat-capacity", "1.0"])))
        assert TITLE in page.text
        assert "Use the published words again" not in page.text
    assert Framework.objects.words_of(trust).exists()


def test_files_and_a_copy_are_in_the_trusts_words(
    sign_in, trust, lead, rival_lead, rival, framework
):
    client = sign_in(lead)
    bring(client, trust, own_words())
    at = [trust.slug, "mat-capacity", "1.0"]
    for name, kind in (("framework_xlsx", "xlsx"), ("framework_file", "yaml")):
        answer = client.get(reverse(name, args=at))
        content = read_document(io.BytesIO(answer.content), f"ours.{kind}").content
        assert elements_of(content)[0]["name"] == TITLE
        assert content["guidance"][0]["text"] == GUIDANCE
    client.post(reverse("copy_framework", args=at))
    copied = Draft.objects.get(copied_from=framework).content
    assert (elements_of(copied)[0]["name"], elements_of(copied)[0]["was"]) == (TITLE, "1A")
    assert copied["title"] == framework.title
    theirs = sign_in(rival_lead).get(reverse("framework_file", args=[rival.slug, *at[1:]]))
    assert TITLE not in theirs.content.decode()


def test_guidance_is_in_the_trusts_words(sign_in, trust, lead, framework):
    client = sign_in(lead)
    bring(client, trust, own_words())
    rubric = read(client.get(reverse("rubric", args=[trust.slug, "mat-capacity", "1.0"])))
    assert GUIDANCE in rubric.text
