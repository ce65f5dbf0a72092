"""Files of evidence in a real browser: attached, handed over, removed and put back."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from matcap.assessments.models import EvidenceItem

from ..assessments.files import OF_KIND, PDF
from .steps import button, evidence_of, open_element

WORDS = "Every head can say what we are for."


def choose_file(page: Page, name: str, content: bytes) -> None:
    file = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    page.get_by_label("File up to 20 MB").set_input_files(file)


def downloaded(page: Page, name: str) -> tuple[str, bytes]:
    with page.expect_download() as started:
        page.get_by_role("link", name=name).click()
    return started.value.suggested_filename, Path(started.value.path()).read_bytes()


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_a_file_is_attached_downloaded_removed_and_put_back(
    visit, lead, assessment, javascript, failures_expected
):
    page = visit(lead, java_script_enabled=javascript)
    open_element(page, assessment, "1A")
    form = page.locator("details.add-item", has_text="Add a file")
    form.get_by_text("Add a file").click()
    choose_file(page, "survey.pdf", b"MZ\0\0 not a PDF")
    form.get_by_label("What it is").fill("June survey")
    form.get_by_label("Its date").fill("2026-06-30")
    button(page, "Add the file").click()
    expect(page.get_by_text("This kind of file cannot be attached.")).to_be_visible()
    expect(form.get_by_label("What it is")).to_have_value("June survey")
    expect(form.get_by_label("Its date")).to_have_value("2026-06-30")
    choose_file(page, "survey.pdf", PDF)
    button(page, "Add the file").click()
    expect(page.get_by_role("link", name="June survey")).to_be_visible()
    assert downloaded(page, "June survey") == ("survey.pdf", PDF)
    page.locator(".confirm summary").click()
    expect(page.get_by_text("You can put it back for 30 days.")).to_be_visible()
    button(page, "Yes, remove June survey").click()
    expect(page.get_by_text("“June survey” is removed.")).to_be_visible()
    open_element(page, assessment, "1A")
    expect(page.get_by_role("link", name="June survey")).not_to_be_visible()
    page.get_by_text("Removed (1)").click()
    button(page, "Put back June survey").click()
    expect(page.get_by_text("Removed (1)")).to_have_count(0)
    assert downloaded(page, "June survey") == ("survey.pdf", PDF)


def test_a_link_is_typed_and_added_while_a_file_is_on_its_way(visit, lead, assessment):
    page, sending = visit(lead), []
    open_element(page, assessment, "1A")
    page.get_by_text("Add a file").click()
    choose_file(page, "survey.pdf", PDF)
    page.route("**/files/", lambda route: sending.append(route), times=1)
    with page.expect_request("**/files/"):
        button(page, "Add the file").click()
    page.get_by_text("Add a link").click()
    address = page.get_by_label("Web address")
    address.fill("https://example.org/june")
    button(page, "Add the link").click()
    expect(page.get_by_role("link", name="https://example.org/june")).to_be_visible()
    page.get_by_text("Add a link").click()
    address.fill("https://example.org/july")
    sending[0].continue_()
    expect(page.get_by_role("link", name="survey.pdf")).to_be_visible()
    expect(address).to_have_value("https://example.org/july")


def test_a_file_that_is_too_large_leaves_the_words_alone(visit, lead, assessment, tmp_path):
    path = tmp_path / "large.pdf"
    path.write_bytes(PDF + bytes(21 * 2**20))
    page = visit(lead)
    open_element(page, assessment, "1A")
    evidence_of(page).fill(WORDS)
    page.get_by_text("Add a file").click()
    page.get_by_label("File up to 20 MB").set_input_files(path)
    button(page, "Add the file").click()
    expect(page.get_by_text("This file is larger than 20 MB.")).to_be_visible()
    expect(evidence_of(page)).to_have_value(WORDS)
    expect(page.get_by_label("File up to 20 MB")).to_be_focused()
    assert not EvidenceItem.objects.exists()


def test_a_file_is_attached_with_the_keyboard_alone(visit, lead, assessment):
    page = visit(lead)
    page.on("filechooser", lambda chooser: None)  # a page only tells of it if asked beforehand
    open_element(page, assessment, "1A")
    page.get_by_text("Add a file").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("File up to 20 MB")).to_be_focused()
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Space")
    chooser.value.set_files(
        {"name": "list.xlsx", "mimeType": "application/zip", "buffer": OF_KIND["xlsx"]}
    )
    page.keyboard.press("Tab")
    page.keyboard.type("List of schools")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="List of schools")).to_be_focused()
    assert EvidenceItem.objects.get().kind == "xlsx"
