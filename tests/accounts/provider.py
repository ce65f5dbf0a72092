"""A real OpenID provider on this machine, with people of its own."""

import json
import socket
import subprocess
import sys
from contextlib import contextmanager

import requests
from urllib3.util import Retry

PEOPLE = {
    "alice": {"email": "Alice@Fernleigh-Trust.example", "name": "Alice Lead"},
    "bob-elsewhere": {"email": "bob@elsewhere.example", "name": "Bob Elsewhere"},
    "unsure": {"email": "alice@fernleigh-trust.example", "email_verified": False},
    "nora": {"email": "Nora@Fernleigh-Trust.example", "name": "Nora New"},
}


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@contextmanager
def serving():
    """Run the provider; yields its address."""
    port = free_port()
    people = [
        part
        for sub, claims in PEOPLE.items()
        for part in ("--user-claims", json.dumps({"sub": sub} | claims))
    ]
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), *people]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        issuer = f"http://127.0.0.1:{port}"
        try:
            wait_for(f"{issuer}/.well-known/openid-configuration")
            yield issuer
        finally:
            process.terminate()


def wait_for(address: str) -> None:
    """Return once it answers; raises ConnectionError after half a minute."""
    retry = Retry(total=None, connect=60, backoff_factor=0.1, backoff_max=0.5)
    with requests.Session() as session:
        session.mount("http://", requests.adapters.HTTPAdapter(max_retries=retry))
        session.get(address, timeout=5).raise_for_status()


def app(issuer: str, domains: list[str]) -> dict:
    """The provider as the settings describe it, vouching for `domains`."""
    return {
        "provider_id": "local",
        "name": "Local",
        "client_id": "matcap",
        "secret": "secret",
        "settings": {
            "server_url": issuer,
            "oauth_pkce_enabled": True,
            "verified_email": domains,
        },
    }
