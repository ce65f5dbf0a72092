"""The cast: two trusts, their people, and an assessment, all made through actions."""

import datetime

import pytest
from aiosmtpd.controller import Controller
from django.conf import settings as project_settings
from django.contrib.contenttypes.management import create_contenttypes
from django.db import connection, transaction
from django.db.models.signals import post_migrate
from django.test import Client, override_settings
from django.utils.text import slugify

from frameworks.loader import load
from frameworks.models import Framework
from frameworks.tree import forget
from matcap.accounts.actions import open_account
from matcap.assessments import actions
from matcap.assessments.models import Rating, Response
from matcap.trusts.actions import add_school, grant_role, open_trust
from matcap.trusts.roles import Role

from .accounts.provider import free_port
from .mailing import Mailbox

SHIPPED = "fixtures/frameworks/mat-capacity.yaml"
PASSWORD = "correct horse battery"


def pytest_terminal_summary(terminalreporter):
    """What the walk of every address checked, at the end of a run: `record_property("walk", …)`."""
    for report in terminalreporter.getreports("passed"):
        for name, value in report.user_properties:
            if name == "walk" and report.when == "call":
                terminalreporter.write_line(f"Walked as {value}")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Mark what has no database, before anything is chosen by its marks."""
    for item in items:
        with_one = "_django_db_helper" in item.fixturenames or item.get_closest_marker("django_db")
        if not with_one:
            item.add_marker("no_database")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """Before the database is made: it need not survive a power cut, and nothing here asks for
    Django's own permissions, which it makes anew whenever a test has emptied the database."""
    options = project_settings.DATABASES["default"].get("OPTIONS", {})
    if "init_command" in options:
        kept = "synchronous=FULL"
        assert kept in options["init_command"]
        options["init_command"] = options["init_command"].replace(kept, "synchronous=OFF")
    assert post_migrate.disconnect(dispatch_uid="django.contrib.auth.management.create_permissions")
    assert post_migrate.disconnect(create_contenttypes)


@pytest.fixture(autouse=True)
def _forget_frameworks():
    """A test's database is gone after it; so must be what the process remembers of it."""
    yield
    forget()


@pytest.fixture(autouse=True, scope="session")
def _nobody_left_in_the_database(django_db_setup, django_db_blocker):
    """A database goes when nobody is in it: the last thread of a server may be slow to leave."""
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture(autouse=True, scope="session")
def _own_documents(tmp_path_factory):
    """Tests run side by side: each process keeps the documents that it made for itself."""
    project_settings.CACHES["documents"]["LOCATION"] = tmp_path_factory.mktemp("documents")


@pytest.fixture(autouse=True, scope="session")
def _own_evidence(tmp_path_factory):
    """And it keeps the files of evidence that are attached in it."""
    options = project_settings.STORAGES["evidence"]["OPTIONS"]
    options["location"] = tmp_path_factory.mktemp("evidence")


@pytest.fixture(autouse=True, scope="session")
def _quick_passwords():
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(scope="module")
def module_db(django_db_setup, django_db_blocker):
    """The database for fixtures of a whole module.

    What they write is there for each of its tests, and gone after the last one; what a test
    changes goes with that test.
    """
    whole = transaction.atomic()
    with django_db_blocker.unblock():
        whole.__enter__()
        yield
        transaction.set_rollback(True)
        whole.__exit__(None, None, None)
    forget()


@pytest.fixture
def framework(db) -> Framework:
    load([SHIPPED])
    return Framework.objects.get(slug="mat-capacity")


@pytest.fixture
def trust(db):
    return open_trust(name="Fernleigh Trust")


@pytest.fixture
def rival(db):
    return open_trust(name="Rival Trust")


def person(trust, name: str, role: Role, **terms):
    """A person of `trust` with an account; `terms` go with the role."""
    email = f"{slugify(name.split()[0]) or 'somebody'}@{trust.slug}.example"
    user = open_account(email=email, name=name, password=PASSWORD)
    grant_role(trust=trust, user=user, role=role, **terms)
    return user


@pytest.fixture
def lead(trust):
    return person(trust, "Alice Lead", Role.LEAD)


@pytest.fixture
def contributor(trust):
    return person(trust, "Bob Contributor", Role.CONTRIBUTOR)


@pytest.fixture
def board(trust):
    return person(trust, "Bea Board", Role.BOARD)


@pytest.fixture
def rival_lead(rival):
    return person(rival, "Rita Rival", Role.LEAD)


@pytest.fixture
def schools(trust):
    return [
        add_school(trust=trust, name=name, phase="primary") for name in ("Ashdown", "Birchfield")
    ]


@pytest.fixture
def assessment(trust, framework, lead):
    return begin(trust, framework, lead)


def begin(trust, framework, by, title="Autumn 2026", year=2026, schools=()):
    """An open assessment that leads and contributors rate together."""
    draft = actions.start(
        trust=trust,
        framework=framework,
        title=title,
        opened_on=datetime.date(year, 9, 7),
        due_on=datetime.date(year, 11, 20),
        schools=schools,
        by=by,
    )
    return actions.open_assessment(assessment=draft, by=by)


def rating_of(assessment, code: str, school=None, **of) -> Rating:
    """A rating as a view would read it: the trust's, a school's own, or that of a response `of`."""
    of = of or {"kind": Response.Kind.SCHOOL if school else Response.Kind.TRUST}
    return Rating.objects.select_related("response__assessment__framework").get(
        response__assessment=assessment,
        response__school=school,
        element__code=code,
        **{f"response__{name}": value for name, value in of.items()},
    )


def rate(assessment, code: str, level: str | None, by, school=None, **touched) -> Rating:
    """Rate an element by the codes that people use."""
    rating = rating_of(assessment, code, school)
    levels = assessment.tree.level_by_code
    touched["level"] = levels[level].pk if level else None
    return actions.rate(rating=rating, version=rating.version, by=by, **touched)


def rate_all(assessment, by, levels="AG R AR G AR R AG AG G AR AG G") -> None:
    """Rate every element, in order."""
    for element, level in zip(assessment.tree.elements, levels.split(), strict=True):
        rate(assessment, element.code, level, by, evidence=f"What we saw of {element.code}.")


@pytest.fixture
def agreed(trust, framework, lead):
    """An agreed assessment of the year before."""
    assessment = begin(trust, framework, lead, title="Autumn 2025", year=2025)
    rate_all(assessment, lead)
    return actions.agree(assessment=assessment, by=lead, on=datetime.date(2025, 11, 14))


@pytest.fixture
def sign_in(db):
    def signed_in(user) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return signed_in


@pytest.fixture
def mailbox(settings):
    """A running mail server, which matcap sends to."""
    box = Mailbox()
    server = Controller(box, hostname="127.0.0.1", port=free_port())
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = server.port
    settings.EMAIL_USE_TLS = False
    yield box
    server.stop()


@pytest.fixture
def queued(settings):
    """The queue in the database, as it is served."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
