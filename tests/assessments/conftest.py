import pytest
from django.core.files.storage import storages


@pytest.fixture
def stored(settings, tmp_path):
    """An empty storage for files of evidence; called, it gives the names of what is in it."""
    evidence = settings.STORAGES["evidence"]
    options = evidence["OPTIONS"] | {"location": tmp_path / "evidence"}
    options["location"].mkdir()
    settings.STORAGES = settings.STORAGES | {"evidence": evidence | {"OPTIONS": options}}
    return lambda: set(storages["evidence"].listdir("")[1])
