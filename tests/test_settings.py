"""Settings as an installation meets them: each test starts a process of its own."""

import os
import subprocess
import sys
from functools import partial

import pytest

from .sources import ROOT

SECRET = "an-invented-secret-of-sixty-characters-made-up-for-this-test-0"
SHARED = {"SITE_ADDRESS": "https://capacity.example.org", "SECRET_KEY": SECRET}
OURS = (
    *("SITE_ADDRESS", "SECRET_KEY", "DATABASE_URL", "EMAIL_HOST", "EMAIL_FROM", "DEBUG"),
    "EVIDENCE_STORAGE",
    "DJANGO_ALLOW_ASYNC_UNSAFE",  # the browser tests set it for their own process
)

SETTINGS = {"DJANGO_SETTINGS_MODULE": "matcap.settings"}


@pytest.fixture
def start(tmp_path):
    """Runs Python with the given variables and no others of ours, in an empty data folder."""

    def run(*arguments, **variables) -> subprocess.CompletedProcess:
        own = {name: value for name, value in os.environ.items() if name not in OURS}
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=own | SETTINGS | {"DATA_DIR": str(tmp_path)} | variables,
            capture_output=True,
            text=True,
            timeout=300,
        )

    return run


@pytest.fixture
def manage(start):
    """Runs manage.py."""
    return partial(start, "manage.py")


@pytest.fixture
def read(start):
    """Runs Python that has the settings at hand, and no more of the application: half a second."""

    def run(code: str, **variables) -> subprocess.CompletedProcess:
        return start("-c", f"from django.conf import settings; settings.DEBUG; {code}", **variables)

    return run


def said(read, expression: str, **variables) -> str:
    """What an expression of the settings is, in a process with these variables."""
    done = read(f"print({expression})", **variables)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_the_deployment_check_has_nothing_to_say(manage):
    done = manage("check", "--deploy", "--fail-level", "WARNING", **SHARED)
    assert done.returncode == 0, done.stderr
    assert "no issues (0 silenced)" in done.stdout
    assert done.stderr == ""


def test_there_is_no_migration_to_make(manage):
    done = manage("makemigrations", "--check", "--dry-run")
    assert (done.returncode, done.stdout.strip()) == (0, "No changes detected"), done.stdout


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY is missing or short. Set it to 50 or more random"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY is missing or short. Set it to 50 or more random"),
        ({"SITE_ADDRESS": "http://capacity.example.org"}, "SITE_ADDRESS is 'http://capacity"),
        ({"SITE_ADDRESS": "capacity.example.org"}, "SITE_ADDRESS is 'capacity.example.org'. Set"),
        ({"SITE_ADDRESS": "https://"}, "Set it to the full address people will use"),
    ],
)
def test_a_setting_that_is_wrong_is_named_in_a_sentence(read, variables, sentence):
    done = read("", **SHARED | variables)
    assert done.returncode != 0
    last = done.stderr.strip().splitlines()[-1]
    assert last.startswith("django.core.exceptions.ImproperlyConfigured: ")
    assert sentence in last


def test_cookies_of_a_shared_installation_are_for_it_alone(read):
    names = (
        "SESSION_COOKIE_SECURE",
        "CSRF_COOKIE_SECURE",
        "SESSION_COOKIE_HTTPONLY",
        "SECURE_SSL_REDIRECT",
    )
    expression = f"[getattr(settings, name) for name in {names}]"
    assert said(read, expression, **SHARED) == "[True, True, True, True]"
    assert said(read, expression) == "[False, False, True, False]"


def test_a_shared_installation_answers_to_its_own_name_only(read):
    expression = "settings.ALLOWED_HOSTS, settings.CSRF_TRUSTED_ORIGINS, settings.IS_LOCAL"
    assert said(read, expression, **SHARED) == (
        "['capacity.example.org'] ['https://capacity.example.org'] False"
    )


def test_without_an_address_it_runs_for_this_computer_only(read, tmp_path):
    expression = "settings.ALLOWED_HOSTS, settings.IS_LOCAL, settings.DEBUG, settings.SECRET_KEY"
    first = said(read, expression)
    hosts = "['127.0.0.1', 'localhost', '[::1]', 'testserver']"
    assert first.startswith(f"{hosts} True False ")
    kept = tmp_path / "secret-key"
    assert first.endswith(kept.read_text())
    assert len(kept.read_text()) >= 50
    assert kept.stat().st_mode & 0o077 == 0
    assert said(read, expression) == first, "the secret is made once"


def test_the_demo_is_refused_where_others_can_reach_it(manage):
    done = manage("load_demo", **SHARED)
    assert done.returncode == 1
    assert done.stderr.startswith("CommandError: SITE_ADDRESS is set, so others can reach this")


def test_whoever_asks_for_http_is_sent_to_https(manage):
    code = (
        "from django.test import Client; r = Client(SERVER_NAME='capacity.example.org').get('/');"
        "print(r.status_code, r.url)"
    )
    done = manage("shell", "--no-imports", "-c", code, **SHARED)
    assert done.stdout.strip() == "301 https://capacity.example.org/", done.stderr


def test_email_goes_to_the_server_that_is_named_and_is_printed_otherwise(read):
    expression = "settings.EMAIL_BACKEND, settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL"
    assert said(read, expression) == "django.core.mail.backends.console.EmailBackend True False"
    assert said(read, expression, EMAIL_HOST="mail.example.org", EMAIL_PORT="465") == (
        "django.core.mail.backends.smtp.EmailBackend False True"
    )


def test_every_page_with_a_form_renders_with_the_static_files_it_is_served_with(manage):
    """Served, static files are named by their content; a file that is not there is a fault."""
    code = """
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from matcap.accounts.actions import open_account
from tests.plain_addresses import PLAIN
settings.MIGRATION_MODULES = {app.label: None for app in apps.get_app_configs()}  # much quicker
call_command('migrate', run_syncdb=True, verbosity=0)
call_command('createcachetable')
call_command('collectstatic', interactive=False, verbosity=0)
client = Client(raise_request_exception=False)
client.force_login(open_account(email='a@example.org', name='A', password='x' * 20))
for plain in PLAIN:
    for browser in (client, Client(raise_request_exception=False)):
        path = reverse(plain.name, kwargs=plain.kwargs)
        if browser.get(path).status_code >= 500:
            print(path)
"""
    done = manage("shell", "--no-imports", "-c", code)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "", done.stderr


# ── where files of evidence are kept ──────────────────────────────────────────────────────


def test_files_of_evidence_are_kept_in_a_folder_for_this_application_alone(read, tmp_path):
    expression = "settings.STORAGES['evidence']['BACKEND'].rpartition('.')[2]"
    assert said(read, expression) == "FileSystemStorage"
    folder = tmp_path / "evidence"
    assert folder.stat().st_mode & 0o077 == 0
    assert said(read, "settings.STORAGES['evidence']['OPTIONS']['location']") == str(folder)


S3 = {"EVIDENCE_STORAGE": "s3", "EVIDENCE_CONTAINER": "our-evidence"}


@pytest.fixture
def clients(tmp_path):
    """Variables of a process that finds the clients of both stores; they are not asked to work."""
    for name in ("boto3", "azure/storage/blob"):
        folder = tmp_path / "clients" / name
        folder.mkdir(parents=True)
        (folder / "__init__.py").touch()
    return {"PYTHONPATH": str(tmp_path / "clients")}


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        (
            {"EVIDENCE_STORAGE": "dropbox"},
            "EVIDENCE_STORAGE is 'dropbox'. Set it to s3 or azure, or",
        ),
        (S3, "EVIDENCE_STORAGE is s3, which needs boto3. Install it: .venv/bin/python -m pip"),
        ({"EVIDENCE_STORAGE": "azure"}, "is azure, which needs azure.storage.blob. Install it: "),
    ],
)
def test_a_store_that_cannot_be_used_is_named_at_the_start(read, variables, sentence):
    done = read("", **variables)
    assert done.returncode != 0
    assert sentence in done.stderr.strip().splitlines()[-1]


@pytest.mark.parametrize(
    ("variables", "missing"),
    [
        ({"EVIDENCE_STORAGE": "s3"}, "EVIDENCE_CONTAINER is missing. Set it to the name of the"),
        ({"EVIDENCE_STORAGE": "azure"}, "EVIDENCE_CONTAINER is missing. Set it to the name of the"),
        (S3 | {"EVIDENCE_STORAGE": "azure"}, "EVIDENCE_CONNECTION is missing. Set it to the conn"),
    ],
)
def test_what_a_store_needs_is_named_at_the_start(read, clients, variables, missing):
    done = read("", **clients, **variables)
    assert done.returncode != 0
    assert missing in done.stderr.strip().splitlines()[-1]


def test_the_environment_chooses_the_store_and_what_it_is_told(read, clients):
    own = {"EVIDENCE_ENDPOINT": "https://s3.example.org", "EVIDENCE_ACCESS_KEY": "key"}
    evidence = "settings.STORAGES['evidence']"
    assert said(read, f"{evidence}['BACKEND']", **clients, **S3) == "storages.backends.s3.S3Storage"
    options = (
        f"[{evidence}['OPTIONS'][name] for name in ('bucket_name', 'endpoint_url', 'access_key')]"
    )
    assert said(read, options, **clients, **S3, **own) == (
        "['our-evidence', 'https://s3.example.org', 'key']"
    )
    azure = {"EVIDENCE_STORAGE": "azure", "EVIDENCE_CONTAINER": "c", "EVIDENCE_CONNECTION": "x"}
    backend = said(read, f"{evidence}['BACKEND']", **clients, **azure)
    assert backend == "storages.backends.azure_storage.AzureStorage"
