"""Every page in every state: nothing for axe to find, and nothing wider than the screen."""

import pytest
from playwright.sync_api import expect

from .looks import faults_of
from .states import STATES, Stage


@pytest.mark.once
@pytest.mark.parametrize("name", STATES)
def test_it_is_accessible_and_fits(name, request, base_url):
    page = STATES[name](Stage(request))
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    assert faults_of(page) == []
