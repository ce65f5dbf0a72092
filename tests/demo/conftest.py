import pytest

from frameworks.loader import load
from frameworks.models import Framework

from ..frameworks.instruments import EVERY_SHIPPED


@pytest.fixture(scope="module")
def shipped(module_db) -> dict[str, Framework]:
    """Every shipped instrument, by slug."""
    return {loaded.framework.slug: loaded.framework for loaded in load(EVERY_SHIPPED)}


@pytest.fixture
def frameworks(db, shipped) -> dict[str, Framework]:
    return shipped
