"""Providers from the environment: what the settings make of it, and what they refuse."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from environs import Env

from matcap.providers import providers

ENTRA = {
    "OIDC_PROVIDERS": "entra",
    "OIDC_ENTRA_NAME": "Microsoft",
    "OIDC_ENTRA_ISSUER": "https://login.microsoftonline.com/1234-5678/v2.0",
    "OIDC_ENTRA_CLIENT_ID": "id",
    "OIDC_ENTRA_CLIENT_SECRET": "secret",
    "OIDC_ENTRA_EMAIL_DOMAINS": "@Trust.org.uk, school.org.uk",
}
GOOGLE = {
    "OIDC_GOOGLE_ISSUER": "https://accounts.google.com/",
    "OIDC_GOOGLE_CLIENT_ID": "id",
    "OIDC_GOOGLE_CLIENT_SECRET": "secret",
}


@pytest.fixture
def read(monkeypatch):
    def of(variables: dict) -> list[dict]:
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        return providers(Env())

    return of


def test_none_by_default(read):
    assert read({}) == []


def test_two_in_their_order(read):
    entra, google = read(ENTRA | GOOGLE | {"OIDC_PROVIDERS": "entra, google"})
    assert (entra["provider_id"], entra["name"]) == ("entra", "Microsoft")
    assert entra["settings"]["server_url"] == ENTRA["OIDC_ENTRA_ISSUER"]
    assert entra["settings"]["verified_email"] == ["trust.org.uk", "school.org.uk"]
    assert (google["provider_id"], google["name"]) == ("google", "Google")
    assert google["settings"]["server_url"] == "https://accounts.google.com"
    assert google["settings"]["verified_email"] == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"OIDC_PROVIDERS": "my provider"}, "Write names of small letters"),
        ({"OIDC_ENTRA_CLIENT_SECRET": ""}, "OIDC_ENTRA_CLIENT_SECRET is missing."),
        ({"OIDC_ENTRA_ISSUER": ""}, "OIDC_ENTRA_ISSUER is missing."),
        ({"OIDC_ENTRA_ISSUER": "http://example.org"}, "starting with https://"),
        (
            {"OIDC_ENTRA_ISSUER": "https://login.microsoftonline.com/common/v2.0"},
            "lets in the people of every organisation",
        ),
    ],
)
def test_what_is_wrong_is_a_sentence(read, change, said):
    with pytest.raises(ImproperlyConfigured, match=said):
        read(ENTRA | change)
