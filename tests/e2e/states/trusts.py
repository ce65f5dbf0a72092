"""Choosing a trust, and its home."""

from matcap.accounts.models import User
from matcap.trusts.actions import grant_role, open_trust
from matcap.trusts.roles import Role

from ...trusts.register_files import FERN, extract, school
from ..steps import button
from .backdrops import compared, planned
from .stage import state


@state
def choose_a_trust(stage):
    grant_role(trust=stage.rival, user=stage.lead, role=Role.BOARD)
    return stage.page("/", stage.lead)


@state
def in_no_trust(stage):
    stage.lead.memberships.all().delete()
    return stage.page("/", stage.lead)


@state
def home_of_an_empty_trust(stage):
    return stage.page(f"/t/{stage.trust.slug}/", stage.lead)


@state
def home_of_an_empty_trust_for_the_board(stage):
    return stage.page(f"/t/{stage.trust.slug}/", stage.board)


@state
def home(stage):
    compared(stage)
    planned(stage)
    return stage.page(f"/t/{stage.trust.slug}/", stage.lead)


@state
def not_found(stage):
    stage.expect_failures()
    return stage.page(f"/t/{open_trust(name='Another').slug}/", stage.lead)


@state
def not_allowed(stage):
    stage.expect_failures()
    return stage.page(f"/t/{stage.trust.slug}/assessments/start/", stage.board)


@state
def import_for_several_trusts(stage):
    """Previewed, with a row that is refused."""
    stage.trust.uid = FERN[0]
    stage.trust.save()
    page = stage.page("/register/", User.objects.create_superuser("o@example.org", "Olive"))
    listed = extract([school(136001, "Elm"), school(136002, "Fig", phase="Strange")]).getvalue()
    file = {"name": "edubasealldata.csv", "mimeType": "text/csv", "buffer": listed}
    page.get_by_label("The register's extract of schools").set_input_files(file)
    button(page, "Preview").click()
    page.get_by_role("heading", name="What it would change").wait_for()
    return page
