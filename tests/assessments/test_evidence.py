"""The pages of links and files: attach, open, remove, undo, with htmx and without."""

import pytest
from django.urls import reverse

from matcap.assessments.evidence import attach_link, remove_item
from matcap.assessments.models import EvidenceItem

from ..conftest import begin, rating_of
from ..pages import read, sent

HTMX = {"HX-Request": "true"}
SURVEY = {"title": "June survey", "address": "https://example.org/june"}


@pytest.fixture
def client(sign_in, lead):
    return sign_in(lead)


@pytest.fixture
def rating(assessment):
    return rating_of(assessment, "1A")


@pytest.fixture
def page_of_rating(trust, assessment):
    return reverse("rate", args=[trust.slug, assessment.pk, "1A"])


@pytest.fixture
def attach(trust, rating):
    return reverse("attach_link", args=[trust.slug, rating.pk])


@pytest.fixture
def link(rating, lead):
    return attach_link(rating=rating, by=lead, **SURVEY)


def shown(page):
    return [
        (one.text.removesuffix(" (opens in a new tab)"), one.attrs["href"])
        for one in page.one("section", id="links-and-files").find("a", target="_blank")
    ]


def live():
    return list(EvidenceItem.objects.filter(removed_at=None).values_list("title", "address"))


def test_without_htmx_a_link_is_added_and_the_page_shows_it(client, attach, page_of_rating):
    answer = client.post(attach, SURVEY)
    assert (answer.status_code, answer.url) == (302, f"{page_of_rating}#links-and-files")
    assert shown(read(client.get(page_of_rating))) == [tuple(SURVEY.values())]
    (item,) = EvidenceItem.objects.all()
    assert item.added_by.name == "Alice Lead"


def test_with_htmx_the_answer_is_the_links_anew(client, attach):
    client.post(attach, SURVEY, headers=HTMX)
    piece = read(client.post(attach, {"address": "https://example.org/july"}, headers=HTMX))
    assert [node.tag for node in piece.parts if not isinstance(node, str)] == ["section"]
    assert shown(piece) == [
        ("June survey", "https://example.org/june"),
        ("https://example.org/july", "https://example.org/july"),
    ]
    assert piece.one("input", id="link-address").attrs["value"] == ""
    kept = [one.attrs["id"] for one in piece.find("details", hx_preserve="")]
    assert kept == ["add-file"]


def test_the_same_link_twice_is_there_once(client, attach):
    client.post(attach, SURVEY)
    client.post(attach, SURVEY)
    assert live() == [tuple(SURVEY.values())]


def test_the_pages_own_form_adds_it(client, page_of_rating, attach):
    page = read(client.get(page_of_rating))
    data = sent(page.one("form", action=attach)) | SURVEY
    client.post(attach, data)
    assert live() == [tuple(SURVEY.values())]


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["form", "htmx"])
@pytest.mark.parametrize(
    "address",
    ["june", "javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//x.example"],
)
def test_a_bad_address_is_refused_with_the_words_kept(client, attach, address, headers):
    answer = client.post(attach, {"title": "June", "address": address}, headers=headers)
    assert answer.status_code == (200 if headers else 422)
    page = read(answer)
    field = page.one("input", id="link-address")
    assert field.attrs["value"] == address
    assert field.attrs["aria-invalid"] == "true"
    said = page.one("p", id=field.attrs["aria-describedby"]).text
    assert said == "Give the whole web address, starting with https://"
    assert page.one("input", id="link-title").attrs["value"] == "June"
    assert page.one("details", class_="add-item", open="").one("summary").text == "Add a link"
    assert live() == []


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["form", "htmx"])
@pytest.mark.parametrize(
    ("title", "said"),
    [("x" * 201, "at most 200 characters"), ("June\x00", "Null characters are not allowed.")],
)
def test_a_bad_title_is_refused_in_a_sentence_too(client, attach, title, said, headers):
    data = {"title": title, "address": "https://example.org/june"}
    page = read(client.post(attach, data, headers=headers))
    assert said in page.one("section", id="links-and-files").text
    assert page.one("input", id="link-title").attrs["value"] == title
    assert live() == []


@pytest.mark.parametrize(
    "address",
    ["http://localhost/", "https://169.254.169.254/latest", "HTTPS://École.example/ü?a=b#c"],
)
def test_an_address_of_any_host_is_kept_as_text_and_never_asked(client, attach, address):
    client.post(attach, {"address": address})
    assert live() == [(address, address)]


def test_without_htmx_removing_offers_to_undo(client, trust, link, page_of_rating):
    answer = client.post(reverse("remove_item", args=[trust.slug, link.pk]))
    assert answer.status_code == 200
    page = read(answer)
    assert page.one("h1").text.startswith("1A ")
    assert shown(page) == []
    undo = page.one("form", class_="undo")
    assert undo.one("p").text == "“June survey” is removed. Undo"
    assert page.one("p", class_="crumbs").one("a").attrs["href"] == page_of_rating
    assert live() == []
    again = client.post(undo.attrs["action"], sent(undo))
    assert again.url == f"{page_of_rating}#links-and-files"
    assert live() == [tuple(SURVEY.values())]


def test_with_htmx_removing_offers_to_undo(client, trust, link):
    remove = reverse("remove_item", args=[trust.slug, link.pk])
    piece = read(client.post(remove, headers=HTMX))
    undo = piece.one("form", class_="undo")
    assert undo.attrs["hx-post"] == reverse("restore_item", args=[trust.slug, link.pk])
    assert live() == []
    piece = read(client.post(undo.attrs["hx-post"], headers=HTMX))
    assert piece.find("form", class_="undo") == []
    assert shown(piece) == [tuple(SURVEY.values())]


def test_a_removed_link_is_not_on_the_page_nor_in_the_way(client, attach, rating, link, lead):
    remove_item(item=link, by=lead)
    client.post(attach, SURVEY)
    assert live() == [tuple(SURVEY.values())]
    assert EvidenceItem.objects.count() == 2


def test_each_step_of_a_link_keeps_who_did_it(client, trust, link):
    client.post(reverse("remove_item", args=[trust.slug, link.pk]))
    client.post(reverse("restore_item", args=[trust.slug, link.pk]))
    steps = link.history.order_by("history_id").values_list("history_user__name", "removed_at")
    assert [(name, bool(at)) for name, at in steps] == [
        ("Alice Lead", False),
        ("Alice Lead", True),
        ("Alice Lead", False),
    ]


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["form", "htmx"])
def test_the_links_of_an_agreed_rating_do_not_change(client, trust, agreed, headers):
    rating = rating_of(agreed, "1A")
    item = EvidenceItem.objects.create(rating=rating, **SURVEY)
    said = "This assessment is agreed. Reopen it to change it."
    for name, pk, data in (
        ("attach_link", rating.pk, SURVEY),
        ("remove_item", item.pk, {}),
        ("restore_item", item.pk, {}),
    ):
        answer = client.post(reverse(name, args=[trust.slug, pk]), data, headers=headers)
        assert answer.status_code == (200 if headers else 422)
        alerts = read(answer).find("p", role="alert")
        assert [one.text for one in alerts if "hidden" not in one.attrs] == [said]
    assert live() == [tuple(SURVEY.values())]
    assert item.history.count() == 1


def test_a_link_behind_a_schools_rating_leads_back_to_it(client, trust, framework, lead, schools):
    assessment = begin(trust, framework, lead, schools=schools)
    rating = rating_of(assessment, "2A", schools[0])
    answer = client.post(reverse("attach_link", args=[trust.slug, rating.pk]), SURVEY)
    own = reverse("rate_school", args=[trust.slug, assessment.pk, schools[0].pk, "2A"])
    assert answer.url == f"{own}#links-and-files"
    assert shown(read(client.get(own))) == [tuple(SURVEY.values())]
