import pytest

from .apart import Round, set_up


@pytest.fixture
def apart(trust, framework, lead, schools) -> Round:
    """A draft that people are to rate separately."""
    return set_up(trust, framework, lead, schools)
