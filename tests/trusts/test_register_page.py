"""The page that imports the schools of several trusts at once, and whose it is."""

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from matcap.accounts.models import User
from matcap.trusts.models import School, Trust

from ..conftest import PASSWORD
from ..pages import read
from .register_files import FERN, RIVAL, extract, groups, school, sheet

ADDRESS = "/register/"


@pytest.fixture
def staff(db):
    return User.objects.create_superuser("olive@example.org", "Olive Operator", PASSWORD)


@pytest.fixture
def both(trust, rival) -> list[Trust]:
    for one, uid in ((trust, FERN[0]), (rival, RIVAL[0])):
        one.uid = uid
        one.save()
    return [trust, rival]


def listed():
    return extract(
        [
            school(136001, "Ash"),
            school(136002, "Bay", phase="Strange"),
            school(137001, "Theirs", RIVAL),
        ]
    )


def send(client, trusts, button="preview", file=None, **more):
    chosen = {"file": file or listed(), "trusts": [one.pk for one in trusts]}
    return client.post(ADDRESS, chosen | {button: "yes"} | more)


def table_of(answer) -> list[list[str]]:
    """The cells of its table, a row each, without the headings."""
    rows = read(answer).one("table").one("tbody").find("tr")
    return [[cell.text for cell in row.all if cell.tag in ("th", "td")] for row in rows]


def test_two_trusts_are_previewed_then_imported_from_one_file(staff, both, sign_in):
    client = sign_in(staff)
    expected = [["Fernleigh Trust", "1", "0", "0", "1"], ["Rival Trust", "1", "0", "0", "0"]]
    previewed = send(client, both)
    assert table_of(previewed) == expected
    assert "Nothing is written yet." in read(previewed).text
    assert "Row 3, Bay: “Strange” is not a phase." in read(previewed).text
    assert not School.objects.exists()
    before = [one.activity.count() for one in both]
    assert table_of(send(client, both, "import")) == expected
    assert [(one.trust, one.name) for one in School.objects.order_by("name")] == [
        (both[0], "Ash"),
        (both[1], "Theirs"),
    ]
    assert [one.activity.count() for one in both] == [count + 1 for count in before]
    noted = both[0].activity.first()
    assert noted.by == staff
    assert noted.sentence.endswith(": 1 new, 0 changed, 0 unchanged, 1 refused.")
    assert table_of(send(client, both, "import")) == [
        ["Fernleigh Trust", "0", "0", "1", "1"],
        ["Rival Trust", "0", "0", "1", "0"],
    ]


def test_every_trust_with_a_uid_is_ticked_and_only_ticked_ones_are_imported(staff, both, sign_in):
    Trust.objects.create(name="Without a UID", slug="without")
    client = sign_in(staff)
    boxes = read(client.get(ADDRESS)).find("input", name="trusts")
    assert [box.attrs["value"] for box in boxes] == [str(one.pk) for one in both]
    assert all("checked" in box.attrs for box in boxes)
    send(client, both[1:], "import")
    assert [one.name for one in School.objects.all()] == ["Theirs"]


def test_what_cannot_be_done_is_a_sentence_and_nothing_is_written(staff, both, sign_in):
    client = sign_in(staff)
    own = sheet(("Name", "Phase"), ("A", "Primary"))
    closed = groups((FERN[0], "TR00101", FERN[1], "07000101", "06", "CLOSED"))
    for trusts, more, said in (
        (both, {"file": own}, "This is not an extract of the register."),
        (both, {"file": extract([school(136001, "Ash")])}, "The file has no trust “4202”."),
        (both[:1], {"groups": closed}, "The register says that “4101” is closed."),
        ([], {}, "Tick one trust or more."),
    ):
        answer = send(client, trusts, "import", **more)
        assert answer.status_code == 422
        assert said in read(answer).text
    assert client.post(ADDRESS, {"import": "yes"}).status_code == 422
    assert not School.objects.exists()


def test_two_trusts_with_one_uid_are_not_taken_for_each_other(staff, both, sign_in):
    Trust.objects.filter(pk=both[1].pk).update(uid=FERN[0])
    answer = send(sign_in(staff), both[1:], "import")
    assert "2 trusts here are “4101”." in read(answer).text
    assert not School.objects.exists()


def test_to_everybody_else_there_is_no_such_page(both, lead, sign_in):
    client = sign_in(lead)
    assert "/register/" not in client.get("/", follow=True).content.decode()
    for answer in (client.get(ADDRESS), send(client, both, "import")):
        assert answer.status_code == 404
    assert Client().get(ADDRESS).url == f"{reverse('account_login')}?next={ADDRESS}"
    assert send(Client(), both, "import").status_code in (302, 401)
    assert not School.objects.exists()


def test_createsuperuser_makes_somebody_who_signs_in_and_gets_there(db, monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    call_command(
        "createsuperuser", email="Olive@Example.org", name="Olive", interactive=False, verbosity=0
    )
    client = Client()
    client.post(reverse("account_login"), {"login": "olive@example.org", "password": PASSWORD})
    home = read(client.get("/"))
    assert [link.text for link in home.find("a", href=ADDRESS)] == ["Several trusts"]
    assert "No trust here has a UID yet." in read(client.get(ADDRESS)).text
