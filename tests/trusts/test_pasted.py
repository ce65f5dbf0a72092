"""A pasted list of people, line by line."""

import pytest

from matcap.trusts.pasted import read


@pytest.mark.parametrize(
    ("text", "email", "name"),
    [
        ("jo@example.org", "jo@example.org", ""),
        ("  JO@Example.ORG  ", "jo@example.org", ""),
        ("Jo Bloggs <jo@example.org>", "jo@example.org", "Jo Bloggs"),
        ('"Bloggs, Jo" <jo@example.org>;', "jo@example.org", "Bloggs Jo"),
        ("Jo,Bloggs,jo@example.org", "jo@example.org", "Jo Bloggs"),
        ("jo@example.org;Jo Bloggs", "jo@example.org", "Jo Bloggs"),
        ("Jo Bloggs\tjo@example.org\t", "jo@example.org", "Jo Bloggs"),
        ("Siân O'Neill-Łuk <o'neill@example.org>", "o'neill@example.org", "Siân O'Neill-Łuk"),
        ("Jo Bloggs (jo@example.org)", "jo@example.org", "Jo Bloggs"),
        ("Jo Bloggs 'jo@example.org'", "jo@example.org", "Jo Bloggs"),
    ],
)
def test_a_person(text, email, name):
    (line,) = read(text)
    assert (line.email, line.name, line.problem) == (email, name, "")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Jo Bloggs", "There is no email address in this line."),
        ("name,email", "There is no email address in this line."),
        ("jo@", "jo@ is not an email address."),
        ("jo@exa_mple", "jo@exa_mple is not an email address."),
        ("a@example.org, b@example.org", "Put each address on a line of its own."),
        ("a" * 60 + "@" + "b" * 60 + ".org" * 60, "is not an email address."),
    ],
)
def test_a_line_that_is_nobody(text, said):
    (line,) = read(text)
    assert line.problem.endswith(said)
    assert line.text == text


def test_lines_keep_their_numbers_and_the_second_of_two_is_left_out():
    lines = read("jo@example.org\r\n\n \nJo <Jo@EXAMPLE.org>\r\nal@example.org\n")
    assert [(line.number, line.email) for line in lines if not line.problem] == [
        (1, "jo@example.org"),
        (5, "al@example.org"),
    ]
    (twice,) = [line for line in lines if line.problem]
    assert (twice.number, twice.problem) == (4, "jo@example.org is further up in the list.")


def test_a_long_line_is_read_at_once():
    assert read("@" * 30_000)[0].problem
    assert read("a" * 30_000)[0].problem
