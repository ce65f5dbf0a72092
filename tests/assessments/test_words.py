"""Words of every kind, in every field that takes them: kept as typed, or refused in a sentence."""

import pytest
from django.urls import reverse

from frameworks.loader import load
from matcap.assessments.actions import agree
from matcap.assessments.models import Assessment, EvidenceItem, Rating
from matcap.trusts.actions import open_trust
from matcap.trusts.roles import Role

from ..conftest import SHIPPED, begin, person, rate_all, rating_of
from ..pages import read, sent

HTMX = {"HX-Request": "true"}
WORDS = {
    "long": "Twenty thousand characters. " * 715,
    "emoji": "👩🏽‍🏫 🏴󠁧󠁢󠁷󠁬󠁳󠁿 🙂",
    "right to left": "الأدلة \u202eabc\u202c שלום",
    "script": "<script>alert(1)</script>",
    "attribute": "\" onmouseover='alert(1)' x=\"",
    "textarea": "</textarea><img src=x onerror=alert(1)>",
    "template": "{{ trust.name }} {% now 'Y' %}",
    "formula": '=cmd()|"/C calc"!A0',
    "path": "../../etc/passwd",
    "sql": "'; DROP TABLE assessments_rating; --",
    "ampersand": "&lt;b&gt; &amp;amp; AT&T",
    "spaces": "  two before, a tab\tand one after ",
    "lines": "\n\nbegins with lines\n\n\nand ends so\n",
    "odd marks": "\ufeff\u2028\u2029\u0085\u200b\ufffd\ue000",
    "private address": "see http://169.254.169.254/latest and file:///etc/passwd",
}


@pytest.fixture(scope="module")
def opened(module_db):
    """A trust, its lead and the shipped framework, for every test here."""
    trust = open_trust(name="Fernleigh Trust")
    [loaded] = load([SHIPPED])
    return trust, person(trust, "Alice Lead", Role.LEAD), loaded.framework


@pytest.fixture
def trust(db, opened):
    return opened[0]


@pytest.fixture
def lead(db, opened):
    return opened[1]


@pytest.fixture
def framework(db, opened):
    return opened[2]


@pytest.fixture
def address(trust, assessment):
    return reverse("rate", args=[trust.slug, assessment.pk, "1A"])


@pytest.fixture
def client(sign_in, lead):
    return sign_in(lead)


def stored(assessment):
    rating = rating_of(assessment, "1A")
    return rating.evidence, rating.reason, rating.version


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["form", "htmx"])
@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS.keys())
def test_evidence_is_kept_as_typed_and_shown_as_text(client, address, assessment, words, headers):
    typed = words.replace("\n", "\r\n")
    client.post(address, {"version": "1", "evidence": typed, "reason": typed}, headers=headers)
    assert stored(assessment) == (words, words, 2)
    page = read(client.get(address))
    data = sent(page.one("form", id="rating-form"))
    assert data["evidence"] == data["reason"] == [words]
    history = page.one("details", id="history")
    assert words in [quote.raw for quote in history.find("blockquote")]
    assert {node.tag for node in page.all} & {"img", "b"} <= {"b"}
    assert all("alert" not in script.raw for script in page.find("script"))


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS.keys())
def test_agreed_evidence_is_shown_as_text(client, trust, framework, lead, words):
    assessment = begin(trust, framework, lead)
    rate_all(assessment, lead)
    Rating.objects.filter(pk=rating_of(assessment, "1A").pk).update(evidence=words, reason=words)
    agree(assessment=assessment, by=lead)
    page = read(client.get(reverse("rate", args=[trust.slug, assessment.pk, "1A"])))
    shown = [text.raw for text in page.find("p", class_="written")]
    assert shown == [words, words]


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["form", "htmx"])
@pytest.mark.parametrize("name", ["evidence", "reason"])
def test_a_nul_is_refused_in_a_sentence_and_the_words_stay(
    client, address, assessment, name, headers
):
    data = {"version": "1", "evidence": "Kept.", "reason": "Kept."}
    answer = client.post(address, data | {name: "before\x00after"}, headers=headers)
    assert answer.status_code == 422
    assert "Nothing was saved. Null characters are not allowed." in answer.content.decode()
    assert stored(assessment) == ("", "", 1)
    if not headers:
        shown = sent(read(answer).one("form", id="rating-form"))
        assert shown[name] == ["before\x00after"]


BYTES = {
    "lone surrogate": b"%ED%A0%80",
    "not UTF-8": b"%FF%FE%80",
    "overlong": b"%C0%AF",
    "cut short": b"%E2%82",
}


@pytest.mark.parametrize("encoded", BYTES.values(), ids=BYTES.keys())
def test_bytes_that_are_no_text_become_marks_and_never_a_fault(
    client, address, assessment, encoded
):
    body = b"version=1&evidence=before" + encoded + b"after"
    answer = client.post(address, body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 302
    evidence, _, version = stored(assessment)
    assert evidence.startswith("before\ufffd")
    assert evidence.endswith("\ufffdafter")
    assert version == 2
    assert client.get(address).status_code == 200


def test_a_body_in_pieces_with_bytes_that_are_no_text(client, address, assessment):
    lines = []
    for name, value in ((b"version", b"1"), (b"evidence", b"\xed\xa0\x80 and \xff")):
        lines += [b"--B", b'Content-Disposition: form-data; name="' + name + b'"', b"", value]
    body = b"\r\n".join([*lines, b"--B--", b""])
    answer = client.post(address, body, content_type="multipart/form-data; boundary=B")
    assert answer.status_code == 302
    assert " and \ufffd" in stored(assessment)[0]


def test_text_over_the_limit_is_refused_with_every_word_kept(client, address, assessment):
    words = "A word after another. " * 2500
    answer = client.post(address, {"version": "1", "level": "R", "evidence": words})
    assert answer.status_code == 422
    page = read(answer)
    said = page.one("div", id="conflict").text
    assert said.startswith("Nothing was saved. Write at most 50000 characters: this has ")
    assert sent(page.one("form", id="rating-form"))["evidence"] == [words]
    assert stored(assessment) == ("", "", 1)


def test_the_limit_itself_is_saved(client, address, assessment):
    words = "🙂" * 50_000
    client.post(address, {"version": "1", "evidence": words})
    assert stored(assessment)[0] == words


def test_a_request_too_large_to_read_is_told_so(client, address, assessment):
    answer = client.post(address, {"version": "1", "evidence": "x" * 3 * 1024 * 1024})
    assert answer.status_code == 400
    assert "That request could not be read" in answer.content.decode()
    assert stored(assessment) == ("", "", 1)


def test_a_form_with_thousands_of_fields_is_told_so(client, address, assessment):
    data = {"version": "1", "level": "R"} | {f"mark-{number}": "R" for number in range(3000)}
    assert client.post(address, data).status_code == 400
    assert stored(assessment) == ("", "", 1)


# ── the other fields that take words ──────────────────────────────────────────────────────


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS.keys())
def test_a_reason_to_reopen_is_kept_and_shown_as_text(client, trust, agreed, words):
    client.post(reverse("reopen", args=[trust.slug, agreed.pk]), {"reason": words[:900]})
    assert Assessment.objects.get().is_open
    page = read(client.get(reverse("rate", args=[trust.slug, agreed.pk, "1A"])))
    steps = [step.raw for step in page.one("details", id="history").find("p")]
    assert f"Reopened: {words[:900].strip()}" in steps


@pytest.mark.parametrize("reason", ["before\x00after", "x" * 1001])
def test_a_reason_that_does_not_fit_is_refused_in_a_sentence(client, trust, agreed, reason):
    answer = client.post(
        reverse("reopen", args=[trust.slug, agreed.pk]), {"reason": reason}, follow=True
    )
    assert answer.status_code in (200, 422)
    assert not Assessment.objects.get().is_open
    assert read(answer).find("p", class_="alert alert-danger")


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS.keys())
def test_a_title_is_kept_and_shown_as_text(client, trust, framework, words):
    title = words[:60]
    data = {"framework": framework.pk, "title": title, "opened_on": "2026-03-02"}
    page = read(client.post(reverse("start", args=[trust.slug]), data, follow=True))
    assert Assessment.objects.get().title == title.strip()
    assert page.one("h1").text == " ".join(title.split())


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS.keys())
def test_a_links_title_is_kept_and_shown_as_text(client, trust, assessment, words):
    rating, title = rating_of(assessment, "1A"), words[:60]
    data = {"title": title, "address": "https://example.org/?a=1&b=<2>"}
    page = read(
        client.post(reverse("attach_link", args=[trust.slug, rating.pk]), data, follow=True)
    )
    assert EvidenceItem.objects.get().title == title.strip()
    (link,) = page.one("ul", class_="items").find("a")
    assert link.attrs["href"] == "https://example.org/?a=1&b=<2>"
    assert link.text == " ".join(f"{title} (opens in a new tab)".split())


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS.keys())
def test_a_search_is_shown_as_text(client, trust, framework, words):
    address = reverse("rubric", args=[trust.slug, framework.slug, framework.version])
    page = read(client.get(address, {"q": words}))
    assert page.one("input", id="q").attrs["value"] == words.strip()
    assert "Nothing in this framework has" in page.one("div", id="search-state").text


@pytest.mark.parametrize(
    "path", ["frameworks/mat-capacity/%00/rubric.pdf", "frameworks/%00/1.0/", "assessments/%00/"]
)
def test_a_nul_in_an_address_is_not_found(client, trust, framework, path):
    assert client.get(f"/t/{trust.slug}/{path}").status_code == 404


@pytest.mark.parametrize("number", ["0", "9223372036854775807", "9223372036854775808", "9" * 60])
def test_a_number_beyond_all_ids_is_not_found(client, trust, assessment, number):
    assert client.get(f"/t/{trust.slug}/assessments/{number}/").status_code == 404
    school = f"/t/{trust.slug}/assessments/{assessment.pk}/schools/{number}/1A/"
    assert client.get(school).status_code == 404
    assert client.post(f"/t/{trust.slug}/evidence/{number}/remove/").status_code == 404
