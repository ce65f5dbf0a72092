"""The few files that pages use out of Python packages: no CDN, no copy in our repository."""

from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.base import ContentFile
from django.core.files.storage import Storage

PACKAGED = {
    "vendor/bootstrap.min.css": ("bootstrap", "css/bootstrap.min.css"),
    "vendor/bootstrap.bundle.min.js": ("bootstrap", "js/bootstrap.bundle.min.js"),
    "account/js/account.js": ("allauth", "account/static/account/js/account.js"),
    "account/js/onload.js": ("allauth", "account/static/account/js/onload.js"),
    "vendor/htmx.min.js": ("django_htmx", "static/django_htmx/htmx-2.min.js"),
    "vendor/webauthn-json.js": ("allauth", "mfa/static/mfa/js/webauthn-json.js"),
    "vendor/webauthn.js": ("allauth", "mfa/static/mfa/js/webauthn.js"),
} | {
    f"fonts/AtkinsonHyperlegible-{face}.ttf": (
        "fontpkg_atkinson_hyperlegible",
        f"files/AtkinsonHyperlegible-{face}.ttf",
    )
    for face in ("Regular", "Bold", "Italic", "BoldItalic")
}


def packaged_path(name: str) -> Path:
    """Where the installed package keeps the file that we serve as `name` (KeyError if none)."""
    package, inside = PACKAGED[name]
    return Path(str(files(package).joinpath(inside)))


class PackagedFiles(Storage):
    """Reads PACKAGED; drops the source-map line, whose file we do not serve."""

    prefix = ""

    def _open(self, name, mode="rb"):
        lines = packaged_path(name).read_bytes().splitlines(keepends=True)
        return ContentFile(b"".join(line for line in lines if b"sourceMappingURL=" not in line))

    def exists(self, name):
        return name in PACKAGED

    def path(self, name):
        return str(packaged_path(name))

    def get_modified_time(self, name):
        return datetime.fromtimestamp(packaged_path(name).stat().st_mtime, UTC)


class PackagedFilesFinder(BaseFinder):
    """Lets `collectstatic`, the tests' server and the PDF's URL fetcher find PACKAGED."""

    storage = PackagedFiles()

    def find(self, path, find_all=False, **kwargs):
        found = [str(packaged_path(path))] if path in PACKAGED else []
        return found if find_all else (found[0] if found else [])

    def list(self, ignore_patterns):
        for name in PACKAGED:
            yield name, self.storage
