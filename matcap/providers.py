"""Single sign-on from the environment: which OpenID Connect providers people may sign in with."""

import re

from django.core.exceptions import ImproperlyConfigured

# Addresses of Microsoft's that anybody's tenant signs in at, whatever address it claims to own.
ANY_TENANT = re.compile(r"microsoftonline\.com/(common|organizations|consumers)\b")


def providers(env) -> list[dict]:
    """django-allauth's description of each provider that OIDC_PROVIDERS names, in that order.

    Raises ImproperlyConfigured with a sentence that says which variable to set to what.
    """
    return [_provider(env, name.strip().lower()) for name in env.list("OIDC_PROVIDERS", [])]


def _provider(env, key: str) -> dict:
    if not re.fullmatch(r"[a-z][a-z0-9_]*", key):
        raise ImproperlyConfigured(
            f"OIDC_PROVIDERS names {key!r}. Write names of small letters and digits with commas "
            "between them, for example OIDC_PROVIDERS=entra,google"
        )
    return {
        "provider_id": key,
        "name": env.str(f"OIDC_{key.upper()}_NAME", key.capitalize()),
        "client_id": _needed(env, key, "CLIENT_ID"),
        "secret": _needed(env, key, "CLIENT_SECRET"),
        "settings": {
            "server_url": _issuer(env, key),
            "oauth_pkce_enabled": True,
            "verified_email": [
                domain.strip().lower().lstrip("@")
                for domain in env.list(f"OIDC_{key.upper()}_EMAIL_DOMAINS", [])
            ],
        },
    }


def _needed(env, key: str, what: str) -> str:
    variable = f"OIDC_{key.upper()}_{what}"
    value = env.str(variable, "")
    if not value:
        raise ImproperlyConfigured(
            f"{variable} is missing. Set it to what the provider gave you for this application, "
            f"or take {key} out of OIDC_PROVIDERS."
        )
    return value


def _issuer(env, key: str) -> str:
    """The provider's address; only this computer may be asked without encryption."""
    issuer, variable = _needed(env, key, "ISSUER").rstrip("/"), f"OIDC_{key.upper()}_ISSUER"
    if not re.match(r"https://[^/]|http://(127\.0\.0\.1|localhost)[:/]", issuer):
        raise ImproperlyConfigured(
            f"{variable} is {issuer!r}. Set it to the provider's full address, starting with "
            "https://, for example https://accounts.google.com"
        )
    if ANY_TENANT.search(issuer):
        raise ImproperlyConfigured(
            f"{variable} lets in the people of every organisation. Set it to that of your own "
            "tenant: https://login.microsoftonline.com/<tenant id>/v2.0"
        )
    return issuer
