"""The pages of files: attached, refused with a sentence, handed over, to nobody else."""

from datetime import timedelta

import pytest
from django.core.files.storage import storages
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from matcap.assessments.evidence import attach_file, opened, remove_item
from matcap.assessments.models import EvidenceItem

from ..conftest import rating_of
from ..pages import body, read, sent
from .files import OF_KIND, PDF, PROGRAM, SVG, upload

HTMX = {"HX-Request": "true"}
WAYS = pytest.mark.parametrize("headers", [{}, HTMX], ids=["form", "htmx"])


@pytest.fixture
def client(sign_in, lead):
    return sign_in(lead)


@pytest.fixture
def rating(assessment):
    return rating_of(assessment, "1A")


@pytest.fixture
def attach(trust, rating):
    return reverse("attach_file", args=[trust.slug, rating.pk])


@pytest.fixture
def page_of_rating(trust, assessment):
    return reverse("rate", args=[trust.slug, assessment.pk, "1A"])


@pytest.fixture
def item(rating, lead, stored):
    return attach_file(rating=rating, file=upload("Survey.pdf", PDF), by=lead)


def address_of(item) -> str:
    trust = item.rating.response.assessment.trust
    return reverse("evidence_file", args=[trust.slug, item.pk])


def alerts(page) -> list[str]:
    section = page.one("section", id="links-and-files")
    field = section.find("p", class_="invalid-feedback")
    return [one.text for one in [*section.find("p", role="alert"), *field] if one.text]


def test_the_pages_own_form_attaches_a_file_and_the_page_names_it(
    client, page_of_rating, attach, stored
):
    form = read(client.get(page_of_rating)).one("form", action=attach)
    assert form.attrs["enctype"] == form.attrs["hx-encoding"] == "multipart/form-data"
    data = sent(form) | {
        "file": upload("June survey.pdf", PDF),
        "title": "What staff said",
        "dated_on": "2026-06-30",
    }
    answer = client.post(attach, data)
    assert (answer.status_code, answer.url) == (302, f"{page_of_rating}#links-and-files")
    item = EvidenceItem.objects.get()
    assert (item.title, item.file_name, item.kind, item.size, item.address) == (
        "What staff said",
        "June survey.pdf",
        "pdf",
        len(PDF),
        "",
    )
    assert stored() == {item.stored_as}
    assert "survey" not in item.stored_as
    (line,) = read(client.get(page_of_rating)).one("ul", class_="items").find("li")
    assert line.one("a").attrs["href"] == address_of(item)
    said = "30 June 2026, PDF, 50 bytes, June survey.pdf; added by Alice Lead"
    assert line.find("span", class_="hint")[0].text.replace("\xa0", " ") == said


def test_with_htmx_the_answer_is_the_links_and_files_anew(client, attach):
    piece = read(client.post(attach, {"file": upload("a.pdf", PDF)}, headers=HTMX))
    assert [node.tag for node in piece.parts if not isinstance(node, str)] == ["section"]
    link = piece.one("ul", class_="items").one("a")
    assert (link.text, "autofocus" in link.attrs) == ("a.pdf", True)
    assert piece.find("details", open="") == []


@pytest.mark.parametrize("kind", OF_KIND)
def test_every_kind_comes_back_as_it_went_in_and_as_an_attachment(client, attach, kind):
    client.post(attach, {"file": upload(f"report.{kind}", OF_KIND[kind])})
    answer = client.get(address_of(EvidenceItem.objects.get()))
    assert body(answer) == OF_KIND[kind]
    assert answer["Content-Disposition"] == f'attachment; filename="report.{kind}"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Length"] == str(len(OF_KIND[kind]))
    assert "html" not in answer["Content-Type"]
    assert "svg" not in answer["Content-Type"]


def test_a_name_in_any_letters_comes_back(client, rating, lead):
    item = attach_file(rating=rating, file=upload('Añ "plan" 学校.pdf', PDF), by=lead)
    answer = client.get(address_of(item))
    assert body(answer) == PDF
    assert answer["Content-Disposition"] == (
        "attachment; filename*=utf-8''A%C3%B1%20%22plan%22%20%E5%AD%A6%E6%A0%A1.pdf"
    )


@WAYS
@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("report.pdf", PROGRAM, "This kind of file cannot be attached. You can attach a PDF, "),
        ("picture.png", SVG, "This kind of file cannot be attached. You can attach a PDF, "),
        ("picture.svg", SVG, "This kind of file cannot be attached. You can attach a PDF, "),
        ("report.pdf", b"", "This file is empty. Choose another, or save it again"),
        ("report.pdf", PDF + bytes(21 * 2**20), "This file is larger than 20 MB. Make it smaller"),
    ],
    ids=["a program", "an SVG called PNG", "an SVG", "an empty one", "21 MB"],
)
def test_what_cannot_be_attached_is_refused_in_a_sentence(
    client, attach, stored, name, content, said, headers
):
    data = {"title": "June", "file": upload(name, content), "dated_on": "2026-06-30"}
    answer = client.post(attach, data, headers=headers)
    assert answer.status_code == (200 if headers else 422)
    page = read(answer)
    (alert,) = alerts(page)
    assert alert.startswith(said)
    field = page.one("input", id="file-file")
    assert field.attrs["aria-invalid"] == "true"
    assert page.one("p", id=field.attrs["aria-describedby"]).text == alert
    assert page.one("input", id="file-title").attrs["value"] == "June"
    assert page.one("input", id="file-dated-on").attrs["value"] == "2026-06-30"
    assert page.one("details", class_="add-item", open="").one("summary").text == "Add a file"
    assert not EvidenceItem.objects.exists()
    assert stored() == set()


@WAYS
@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({}, "Choose the file to attach."),
        ({"title": "x" * 201}, "at most 200 characters"),
        ({"dated_on": "June"}, "Enter a valid date."),
    ],
)
def test_a_field_that_does_not_fit_is_refused_in_a_sentence(client, attach, data, said, headers):
    file = {"file": upload("a.pdf", PDF)} if data else {}
    (alert,) = alerts(read(client.post(attach, data | file, headers=headers)))
    assert said in alert
    assert not EvidenceItem.objects.exists()


def test_a_large_file_is_refused_without_a_token_too_and_kept_nowhere(lead, attach, stored):
    client = Client(enforce_csrf_checks=True)
    client.force_login(lead)
    answer = client.post(attach, {"file": upload("a.pdf", PDF + bytes(21 * 2**20))})
    assert answer.status_code == 403
    assert stored() == set()


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../settings.pdf", "settings.pdf"),
        ("C:\\temp\\plan.pdf", "plan.pdf"),
        ("/etc/passwd", "passwd.pdf"),
        ("run.exe", "run.exe.pdf"),
    ],
)
def test_a_path_in_a_name_leads_nowhere(client, attach, stored, name, kept):
    boundary = "x1y2"
    form = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
        "Content-Type: application/pdf\r\n\r\n"
    )
    content = form.encode() + PDF + f"\r\n--{boundary}--\r\n".encode()
    client.post(attach, content, content_type=f"multipart/form-data; boundary={boundary}")
    item = EvidenceItem.objects.get()
    assert item.file_name == kept
    assert stored() == {item.stored_as}


@WAYS
def test_files_of_an_agreed_rating_do_not_change(client, trust, agreed, stored, headers):
    rating = rating_of(agreed, "1A")
    attach = reverse("attach_file", args=[trust.slug, rating.pk])
    answer = client.post(attach, {"file": upload("a.pdf", PDF)}, headers=headers)
    said = "This assessment is agreed. Reopen it to change it."
    assert alerts(read(answer)) == [said]
    assert not EvidenceItem.objects.exists()
    assert stored() == set()


def test_a_removed_file_is_there_for_those_who_may_rate_and_for_nobody_else(
    client, sign_in, item, contributor, board, lead, page_of_rating, assessment
):
    assert body(client.get(address_of(item))) == PDF
    remove_item(item=item, by=lead)
    for user, status in ((lead, 200), (contributor, 200), (board, 404)):
        answer = sign_in(user).get(address_of(item))
        assert (answer.status_code, PDF in body(answer)) == (status, status == 200)
    page = read(sign_in(contributor).get(page_of_rating))
    removed = page.one("details", class_="removed-items")
    assert removed.one("summary").text == "Removed (1)"
    assert "open" not in removed.attrs
    item.refresh_from_db()
    on = timezone.localdate(item.removed_at)
    until = timezone.localdate(item.removed_at + EvidenceItem.KEPT)
    said = f"removed {on:%-d %b %Y} by Alice Lead; kept until {until:%-d %b %Y}"
    assert removed.one("li").one("span", class_="hint").text == said
    back = removed.one("form")
    sign_in(contributor).post(back.attrs["action"], sent(back))
    assert read(client.get(page_of_rating)).find("details", class_="removed-items") == []
    assert body(client.get(address_of(item))) == PDF


def test_after_thirty_days_it_is_no_longer_there_to_put_back(
    client, trust, item, lead, page_of_rating
):
    remove_item(item=item, by=lead)
    EvidenceItem.objects.update(removed_at=timezone.now() - timedelta(days=30, seconds=1))
    assert read(client.get(page_of_rating)).find("details", class_="removed-items") == []
    assert client.get(address_of(item)).status_code == 404
    restore = reverse("restore_item", args=[trust.slug, item.pk])
    assert client.post(restore).status_code == 404
    assert EvidenceItem.objects.get().removed_at is not None


def test_a_link_has_no_file_to_open(client, trust, rating):
    link = EvidenceItem.objects.create(rating=rating, title="x", address="https://example.org/")
    assert client.get(address_of(link)).status_code == 404


def test_a_file_that_is_gone_from_the_store_is_not_found(client, item):
    storages["evidence"].delete(item.stored_as)
    assert client.get(address_of(item)).status_code == 404


def test_a_file_is_read_a_piece_at_a_time(client, rating, lead):
    content = PDF + bytes(2**20)
    item = attach_file(rating=rating, file=upload("a.pdf", content), by=lead)
    pieces = list(client.get(address_of(item)))
    assert b"".join(pieces) == content
    assert max(map(len, pieces)) <= 2**16
    with opened(item) as file:
        assert file.read() == content
