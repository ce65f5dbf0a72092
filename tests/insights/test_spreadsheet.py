"""The heat map as a spreadsheet, byte by byte."""

import io

import pytest
from django.urls import reverse

from frameworks.loader import publish
from matcap.assessments.actions import agree
from matcap.trusts.actions import add_school
from matcap.ui.spreadsheet import as_meant, harmless, write_csv

from ..conftest import begin, rate, rate_all
from ..frameworks.instruments import small

STARTS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "   \t@x"]


@pytest.mark.parametrize("text", STARTS)
def test_what_a_spreadsheet_would_run_is_led_by_an_apostrophe(text):
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize(
    "text", ["", "AG", "St Mary's", "A=B", "1A", "'=1", "Élan", "🙂 school", "–"]
)
def test_other_text_stays_as_it_is(text):
    assert harmless(text) == text


@pytest.mark.parametrize("text", [*STARTS, "", "AG", "St Mary's", "'quoted'", "–"])
def test_what_was_made_harmless_is_read_as_it_was_meant(text):
    assert as_meant(harmless(text)) == text


def test_cells_with_commas_quotes_and_lines_are_quoted():
    target = io.StringIO()
    write_csv(target, [["a,b", 'say "x"', "two\nlines", "=cmd()"]])
    assert target.getvalue() == '\ufeff"a,b","say ""x""","two\nlines",\'=cmd()\r\n'


def download(sign_in, lead, assessment) -> bytes:
    address = reverse("heat_map_csv", args=[assessment.trust.slug, assessment.pk])
    answer = sign_in(lead).get(address)
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    name = f"{assessment.trust.slug}-{assessment.pk}-heat-map.csv"
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    return answer.content


def test_the_file_is_this_to_the_byte(sign_in, trust, lead):
    framework = publish(small())
    schools = [
        add_school(trust=trust, name=name, phase="primary") for name in ("Ysgol Dôl", "Ash, Lower")
    ]
    before = begin(trust, framework, lead, title="Autumn 2025", year=2025)
    rate_all(before, lead, levels="R AR G")
    agree(assessment=before, by=lead)
    now = begin(trust, framework, lead, schools=schools)
    rate(now, "1A", "AR", lead)
    rate(now, "1B", "AR", lead)
    rate(now, "2A", "R", lead, school=schools[0])
    assert download(sign_in, lead, now) == (
        b"\xef\xbb\xbf"
        b"Area,Element,Name,Rating,Rating in words,Autumn 2025,Change,"
        b'"Ash, Lower",Ysgol D\xc3\xb4l\r\n'
        b"1 First,1A,Element 1A,AR,Amber Red,R,stronger,Not rated,Not rated\r\n"
        b"1 First,1B,Element 1B,AR,Amber Red,AR,same,Not rated,Not rated\r\n"
        b"2 Second,2A,Element 2A,Not rated,Not rated,G,,Not rated,R\r\n"
    )


def test_names_that_look_like_formulas_are_harmless(sign_in, trust, lead):
    names = {
        "areas.0.name": "@area",
        "areas.0.elements.0.name": "=HYPERLINK(1)",
        "areas.0.elements.1.name": "\u00a0+1",
        "areas.1.elements.0.name": "-1",
        "levels.0.name": "+Red",
    }
    framework = publish(small(names))
    schools = [
        add_school(trust=trust, name=name, phase="primary")
        for name in ("=cmd|' /C calc'!A0", "+44", "-School", "@School")
    ]
    before = begin(trust, framework, lead, title="=Autumn", year=2025)
    rate_all(before, lead, levels="R R R")
    agree(assessment=before, by=lead)
    now = begin(trust, framework, lead, schools=schools)
    rate(now, "1A", "R", lead)
    text = download(sign_in, lead, now).decode("utf-8-sig")
    heading, first, second, third = text.split("\r\n")[:4]
    assert heading == (
        "Area,Element,Name,Rating,Rating in words,'=Autumn,Change,"
        "'+44,'-School,'=cmd|' /C calc'!A0,'@School"
    )
    assert first.startswith("1 @area,1A,'=HYPERLINK(1),R,'+Red,R,same,")
    assert third.startswith("2 Second,2A,'-1,Not rated,")
    assert second.startswith("1 @area,1B,'+1,Not rated,")


def test_a_tab_in_a_name_is_harmless_too(sign_in, trust, framework, lead):
    """A form takes a tab off the front; another way in might not."""
    school = add_school(trust=trust, name="Ash", phase="primary")
    type(school).objects.update(name="\t=1+1")
    now = begin(trust, framework, lead, schools=[school])
    heading = download(sign_in, lead, now).decode("utf-8-sig").split("\r\n")[0]
    assert heading.endswith(",Change,'\t=1+1")
