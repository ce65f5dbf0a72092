import pytest

from frameworks.loader import load
from frameworks.models import Framework

from ..frameworks.instruments import EVERY_SHIPPED


@pytest.fixture(autouse=True)
def _quick_passwords(settings):
    """Hashing slowly is Django's to test: five accounts would cost every test here two seconds."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def frameworks(db) -> dict[str, Framework]:
    """Every shipped instrument, by slug."""
    return {loaded.framework.slug: loaded.framework for loaded in load(EVERY_SHIPPED)}
