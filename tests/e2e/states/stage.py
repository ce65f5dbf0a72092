"""What the states are made with."""

from playwright.sync_api import Page

from ..steps import place

STATES = {}


class Stage:
    """A test's fixtures, each made when it is named, and pages opened by its people."""

    def __init__(self, request):
        self._request = request

    def __getattr__(self, name: str):
        return self._request.getfixturevalue(name)

    def expect_failures(self) -> None:
        """Say that the server or the network is to refuse something."""
        self._request.getfixturevalue("failures_expected")

    def page(self, address: str, user=None) -> Page:
        """A page that can be left without a question."""
        page = self.look(user)
        page.goto(address)
        return page

    def own_page(self, address: str, user=None) -> Page:
        """A page in a browser of its own, with which a state does as it likes."""
        page = self.visit(user)
        page.goto(address)
        return page

    def lead_at(self, assessment, page: str = "") -> Page:
        return self.page(place(assessment, page), self.lead)

    def rubric(self, query: str = "") -> Page:
        version = f"{self.framework.slug}/{self.framework.version}"
        return self.page(f"/t/{self.trust.slug}/frameworks/{version}/{query}", self.lead)


def state(make):
    STATES[make.__name__] = make
    return make
