import pytest


@pytest.fixture(autouse=True)
def _quick_passwords(settings):
    """Hashing slowly is Django's to test: five accounts would cost every test here two seconds."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
