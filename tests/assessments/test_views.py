"""Rating one element: its page, a save of it, and what a save is told that cannot be kept."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from matcap.assessments.actions import agree, reopen
from matcap.assessments.models import Mark, Rating
from matcap.trusts.roles import Role

from ..conftest import begin, person, rate, rate_all, rating_of
from ..pages import read, sent

HTMX = {"HX-Request": "true"}


@pytest.fixture
def address(trust, assessment):
    return reverse("rate", args=[trust.slug, assessment.pk, "1A"])


@pytest.fixture
def client(sign_in, lead):
    return sign_in(lead)


def form_of(page):
    return page.one("form", id="rating-form")


def as_stored(assessment, code="1A", school=None):
    rating = rating_of(assessment, code, school)
    return (rating.level and rating.level.code, rating.evidence, rating.reason, rating.version)


# ── the page ──────────────────────────────────────────────────────────────────────────────


def test_the_page_has_every_strand_with_both_descriptors_and_four_steps(
    client, address, assessment
):
    page = read(client.get(address))
    element = assessment.tree.elements[0]
    strands = page.find("fieldset", class_="strand")
    assert [strand.one("legend").text for strand in strands] == [
        f"{strand.numeral} {strand.question}" for strand in element.strands
    ]
    for shown, strand in zip(strands, element.strands, strict=True):
        assert [text.text for text in shown.find("p")] == [
            f"{level.name}: {text}" for level, text in strand.descriptors
        ]
        steps = shown.find("input", type="radio", name=f"mark-{strand.numeral}")
        assert [step.attrs["value"] for step in steps] == ["R", "AR", "AG", "G", ""]
    levels = form_of(page).find("input", name="level")
    assert [level.attrs["value"] for level in levels] == ["R", "AR", "AG", "G", ""]


def test_the_page_shows_what_is_stored(client, address, assessment, lead):
    tree = assessment.tree
    first, *_ = tree.elements[0].strands
    marks = {first.pk: tree.level_by_code["AG"].pk}
    rate(assessment, "1A", "AR", lead, evidence="Heads told us.", reason="Two agree.", marks=marks)
    data = sent(form_of(read(client.get(address))))
    assert data.pop("csrfmiddlewaretoken")
    none = {f"mark-{strand.numeral}": [""] for strand in tree.elements[0].strands}
    assert data == none | {
        "version": ["2"],
        "mark-i": ["AG"],
        "level": ["AR"],
        "evidence": ["Heads told us."],
        "reason": ["Two agree."],
    }


@pytest.mark.parametrize(
    ("code", "before", "after"), [("1A", None, "1B"), ("2B", "2A", "3A"), ("5B", "5A", None)]
)
def test_the_page_leads_to_the_elements_around_it(client, trust, assessment, code, before, after):
    page = read(client.get(reverse("rate", args=[trust.slug, assessment.pk, code])))
    steps = page.one("nav", class_="steps").find("a")
    leads = {link.attrs.get("rel", "finish"): link.text.split() for link in steps}
    assert ("prev" in leads) == bool(before)
    assert ("next" in leads) == bool(after)
    assert before is None or leads["prev"][1] == before
    assert leads["next"][1] == after if after else leads["finish"][0] == "Finish:"


def test_the_page_says_how_far_the_response_is(client, address, assessment, lead):
    for code in ("1A", "2B", "5B"):
        rate(assessment, code, "AG", lead)
    page = read(client.get(address))
    assert page.one("div", id="progress").one("p").text == "3 of 12 rated"
    chips = {f"chip-{code}": "–" for code in assessment.tree.element_by_code}
    shown = {node.attrs["id"]: node.text for node in page.find("span") if "id" in node.attrs}
    assert shown == chips | {"chip-1A": "AG", "chip-2B": "AG", "chip-5B": "AG"}


def test_the_page_shows_the_earlier_rating(client, trust, framework, lead, agreed):
    now = begin(trust, framework, lead)
    page = read(client.get(reverse("rate", args=[trust.slug, now.pk, "1B"])))
    hint = page.one("section", **{"aria-labelledby": "rating-heading"}).find("p", class_="hint")[0]
    assert hint.text == "Autumn 2025: R Red"


def test_a_suggestion_says_why_and_leaves_the_choice(client, address, assessment):
    assert read(client.get(address)).one("div", id="suggestion").text == ""
    client.post(address, {"version": "1", "mark-i": "R", "mark-ii": "R"})
    said = read(client.get(address)).one("div", id="suggestion").text
    assert said == (
        "Your marks so far lean to the weak end: 2 Red of 6. Red is nearest. It is your call."
    )
    assert as_stored(assessment)[0] is None


def test_an_element_that_is_not_in_the_framework_is_not_found(client, trust, assessment):
    for code in ("9Z", "1a", "1A%00", "..", "🙂"):
        address = reverse("rate", args=[trust.slug, assessment.pk, "CODE"]).replace("CODE", code)
        for answer in (client.get(address), client.post(address, {"version": "1", "level": "R"})):
            assert answer.status_code == 404, code
    assert set(Rating.objects.values_list("level", "version")) == {(None, 1)}


def test_an_element_of_another_framework_is_not_found(client, trust, assessment, lead):
    from ..house import instruments

    garden = begin(trust, instruments()["garden-stages"], lead, title="Garden")
    assert client.get(reverse("rate", args=[trust.slug, garden.pk, "G.1"])).status_code == 200
    assert client.get(reverse("rate", args=[trust.slug, garden.pk, "1A"])).status_code == 404
    assert client.get(reverse("rate", args=[trust.slug, assessment.pk, "G.1"])).status_code == 404


def test_a_school_that_is_not_in_the_assessment_is_not_found(
    client, trust, framework, lead, schools
):
    assessment = begin(trust, framework, lead, schools=schools[:1])
    inside, outside = (
        reverse("rate_school", args=[trust.slug, assessment.pk, school.pk, "1A"])
        for school in schools
    )
    assert "Ashdown's own rating for 1A" in client.get(inside).content.decode()
    assert client.get(outside).status_code == 404
    assert client.post(outside, {"version": "1", "level": "R"}).status_code == 404


def test_a_schools_rating_is_its_own(client, trust, framework, lead, schools):
    assessment = begin(trust, framework, lead, schools=schools)
    address = reverse("rate_school", args=[trust.slug, assessment.pk, schools[1].pk, "1A"])
    assert client.post(address, {"version": "1", "level": "G"}).url == address
    assert as_stored(assessment, school=schools[1])[0] == "G"
    assert as_stored(assessment, school=schools[0])[0] is None
    assert as_stored(assessment)[0] is None


# ── a save ────────────────────────────────────────────────────────────────────────────────


def test_a_form_as_the_browser_sends_it_is_saved_and_said(client, address, assessment):
    data = sent(form_of(read(client.get(address))))
    data |= {"level": "AG", "evidence": "Seen in\r\nfour schools.", "mark-ii": "G"}
    answer = client.post(address, data, follow=True)
    assert answer.redirect_chain == [(address, 302)]
    page = read(answer)
    saved = f"Saved 1A {assessment.tree.elements[0].name}."
    assert page.one("div", id="messages").text == saved
    assert as_stored(assessment) == ("AG", "Seen in\nfour schools.", "", 2)
    assert list(Mark.objects.values_list("strand__position", "level__code")) == [(2, "G")]
    assert page.one("p", id="save-state").text.endswith("by Alice Lead")


def test_a_save_by_htmx_answers_with_what_changed(client, address, assessment):
    answer = client.post(address, {"version": "1", "level": "G", "mark-i": "G"}, headers=HTMX)
    piece = read(answer)
    assert answer.status_code == 200
    at = timezone.localtime(rating_of(assessment, "1A").changed_at).strftime("%H:%M")
    assert piece.parts[0].strip() == f"✓ Saved {at}"
    assert piece.one("input", id="version").attrs["value"] == "2"
    assert piece.one("div", id="progress").one("p").text == "1 of 12 rated"
    assert piece.one("span", id="chip-1A").text == "G"
    assert "Green is nearest" in piece.one("div", id="suggestion").text
    assert piece.one("div", id="conflict").text == ""
    swapped = [node.attrs["id"] for node in piece.all if node.attrs.get("hx-swap-oob") == "true"]
    parts = ["version", "conflict", "progress", "suggestion", "review", "review-1A", "chip-1A"]
    assert swapped == parts


def test_only_what_was_sent_is_changed(client, address, assessment, lead):
    rate(assessment, "1A", "AR", lead, evidence="Kept.", reason="Kept too.")
    client.post(address, {"version": "2", "level": "G"}, headers=HTMX)
    assert as_stored(assessment) == ("G", "Kept.", "Kept too.", 3)


def test_a_rating_is_cleared_by_choosing_not_rated(client, address, assessment, lead):
    rate(assessment, "1A", "AR", lead, evidence="Kept.")
    client.post(address, {"version": "2", "level": ""}, headers=HTMX)
    assert as_stored(assessment)[:2] == (None, "Kept.")
    assert read(client.get(address)).one("div", id="progress").one("p").text == "0 of 12 rated"


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["form", "htmx"])
def test_a_level_off_the_scale_is_refused_and_the_words_stay(client, address, assessment, headers):
    data = {"version": "1", "level": "Z", "evidence": "Typed for an hour.", "mark-i": "R"}
    answer = client.post(address, data, headers=headers)
    assert answer.status_code == 422
    said = "Nothing was saved. That level is not on this framework's scale."
    page = read(answer)
    assert page.one("div", id="conflict").text == said
    assert as_stored(assessment) == (None, "", "", 1)
    assert not Mark.objects.exists()
    if not headers:
        data = sent(form_of(page))
        assert (data["evidence"], data["mark-i"]) == (["Typed for an hour."], ["R"])


@pytest.mark.parametrize("version", [None, "", "x", "0", "2147483647", "2147483648", "9" * 40])
def test_a_version_that_was_never_read_changes_nothing(client, address, assessment, version):
    data = {"level": "G", "evidence": "Typed."} | ({} if version is None else {"version": version})
    answer = client.post(address, data)
    assert answer.status_code in (409, 422)
    assert "Typed." in answer.content.decode()
    assert as_stored(assessment) == (None, "", "", 1)


# ── two people at once ────────────────────────────────────────────────────────────────────


@pytest.fixture
def theirs(assessment, contributor):
    """Saved by a contributor after the lead had read version 1."""
    return rate(assessment, "1A", "G", contributor, evidence="Theirs.", reason="Their reason.")


MINE = {"version": "1", "level": "R", "evidence": "Mine.", "reason": "My reason."}


def test_a_conflict_shows_both_and_changes_nothing(client, address, assessment, theirs):
    answer = client.post(address, MINE)
    assert answer.status_code == 409
    page = read(answer)
    panel = page.one("section", id="conflict-panel")
    assert re.fullmatch(
        r"Bob Contributor changed 1A at \d\d:\d\d, while you were working on it",
        panel.one("h2").text,
    )
    saved, mine = panel.one("div", class_="two-up").find("div")
    shown = [[part.text for part in side.all if part.tag in ("h3", "p")] for side in (saved, mine)]
    assert shown == [
        ["Saved now", "G Green", "Theirs.", "Their reason."],
        ["Yours", "R Red", "Mine.", "My reason."],
    ]
    assert as_stored(assessment) == ("G", "Theirs.", "Their reason.", 2)


def choose(client, address, page, name):
    """Press one of the conflict's buttons, as a browser would."""
    (button,) = page.one("section", id="conflict-panel").find("button", name=name)
    form = page.one("form", id=button.attrs["form"])
    return client.post(address, sent(form, press=(name, button.attrs["value"])), follow=True)


def test_mine_can_be_kept(client, address, assessment, theirs):
    page = read(client.post(address, MINE))
    answer = choose(client, address, page, "version")
    assert answer.redirect_chain == [(address, 302)]
    assert as_stored(assessment) == ("R", "Mine.", "My reason.", 3)


def test_both_texts_can_be_kept(client, address, assessment, theirs):
    page = read(client.post(address, MINE))
    choose(client, address, page, "both")
    assert as_stored(assessment) == ("R", "Theirs.\n\nMine.", "Their reason.\n\nMy reason.", 3)


def test_what_is_saved_can_be_kept(client, address, assessment, theirs):
    page = read(client.post(address, MINE))
    (link,) = [one for one in page.find("a") if "data-discard" in one.attrs]
    data = sent(form_of(read(client.get(link.attrs["href"]))))
    assert (data["evidence"], data["version"]) == (["Theirs."], ["2"])


def test_a_third_change_before_the_choice_is_a_conflict_again(
    client, address, assessment, theirs, contributor
):
    page = read(client.post(address, MINE))
    rate(assessment, "1A", "AG", contributor, evidence="Theirs, once more.")
    answer = choose(client, address, page, "version")
    assert answer.status_code == 409
    assert "Theirs, once more." in answer.content.decode()
    assert as_stored(assessment)[1] == "Theirs, once more."


def test_a_conflict_by_htmx_is_a_piece_with_the_same_choice(client, address, assessment, theirs):
    answer = client.post(address, MINE, headers=HTMX)
    assert answer.status_code == 409
    piece = read(answer)
    assert piece.parts[0].strip() == "Not saved. Choose what to keep, above."
    panel = piece.one("div", id="conflict").one("section", id="conflict-panel")
    assert [button.attrs["name"] for button in panel.find("button")] == ["version", "both"]
    assert as_stored(assessment)[1] == "Theirs."


def test_both_by_htmx_loads_the_page_anew(client, address, assessment, theirs):
    answer = client.post(address, MINE | {"both": "2"}, headers=HTMX)
    assert answer["HX-Redirect"] == address
    assert as_stored(assessment)[1] == "Theirs.\n\nMine."


def test_a_save_that_says_the_same_is_no_conflict(client, address, assessment, theirs):
    same = {"version": "1", "level": "G", "evidence": "Theirs.", "reason": "Their reason."}
    assert client.post(address, same, headers=HTMX).status_code == 200
    assert as_stored(assessment) == ("G", "Theirs.", "Their reason.", 2)


# ── agreed ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["form", "htmx"])
def test_an_agreed_rating_is_read_and_not_changed(client, trust, agreed, headers):
    address = reverse("rate", args=[trust.slug, agreed.pk, "1A"])
    page = read(client.get(address))
    assert page.find("form", id="rating-form") == []
    assert "Autumn 2025 was agreed on 14 November 2025" in page.text
    before = as_stored(agreed)
    data = {"version": str(before[-1]), "evidence": "Late."}
    answer = client.post(address, data, headers=headers)
    assert answer.status_code == 409
    assert "This assessment is agreed. Reopen it to change it." in answer.content.decode()
    assert "Late." in answer.content.decode() or headers
    assert as_stored(agreed) == before


def test_a_save_that_was_on_its_way_keeps_its_words_on_the_screen(
    client, address, assessment, lead
):
    rate_all(assessment, lead)
    agree(assessment=assessment, by=lead)
    answer = client.post(address, {"version": "2", "evidence": "Typed just before."})
    assert answer.status_code == 409
    assert "Typed just before." in answer.content.decode()
    assert as_stored(assessment)[1] == "What we saw of 1A."


def test_a_board_member_reads_what_is_agreed_and_never_its_history(
    sign_in, trust, board, contributor, lead, agreed
):
    address = reverse("rate", args=[trust.slug, agreed.pk, "1A"])
    member, worker = sign_in(board), sign_in(contributor)
    assert "Alice Lead" in read(worker.get(address)).one("details", id="history").text
    page = read(member.get(address))
    assert "What we saw of 1A." in page.one("main").text
    assert page.find("details", id="history") == []
    assert page.find("details", class_="add-item") == []
    assert "Alice Lead" not in page.text
    piece = member.get(address, {"part": "history"}).content.decode()
    assert "Alice Lead" not in piece
    reopen(assessment=agreed, reason="A head was missing.", by=lead)
    for query in ({}, {"part": "history"}):
        assert member.get(address, query).status_code == 404
        assert worker.get(address, query).status_code == 200


def test_the_history_says_who_from_to_and_why(sign_in, client, address, trust, assessment, lead):
    other = person(trust, "Cy Contributor", Role.CONTRIBUTOR)
    client.post(address, {"version": "1", "level": "R", "evidence": "First."}, headers=HTMX)
    sign_in(other).post(
        address, {"version": "2", "level": "AG", "reason": "The scheme is new."}, headers=HTMX
    )
    piece = read(client.get(address, {"part": "history"}, headers=HTMX))
    last, first, *_ = [
        [part.text for part in step.all if part.tag in ("b", "p", "blockquote")]
        for step in piece.find("li")
    ]
    when = r"Cy Contributor \d+ \w+ \d{4}, \d\d:\d\d"
    assert re.fullmatch(when, last.pop(0))
    assert last == ["Cy Contributor", "R Red →to AG Amber Green", "Why: The scheme is new."]
    assert first[1:] == [
        "Alice Lead",
        "– Not rated →to R Red",
        "Key evidence, as it then stood",
        "First.",
    ]
