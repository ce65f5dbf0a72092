"""A cycle in a new version of an instrument."""

from datetime import date

from frameworks.loader import publish
from matcap.assessments.actions import open_assessment, start
from matcap.assessments.past import Judgement, bring_in

from ...conftest import rate
from ...frameworks.instruments import first_version, second_version
from .stage import state


def _draft(stage):
    rated = {"1A": "R", "1B": "AR", "2A": "G", "2B": "R", "2C": "G"}
    bring_in(
        trust=stage.trust,
        framework=publish(first_version()),
        title="Autumn 2025",
        opened_on=date(2025, 9, 7),
        agreed_on=date(2025, 11, 14),
        ratings={
            code: Judgement(level, f"What we saw of {code}.") for code, level in rated.items()
        },
        source="Autumn 2025.docx",
        by=stage.lead,
    )
    return start(
        trust=stage.trust,
        framework=publish(second_version()),
        title="Autumn 2026",
        opened_on=date(2026, 9, 7),
        carries=True,
        by=stage.lead,
    )


def _open(stage):
    opened = open_assessment(assessment=_draft(stage), by=stage.lead)
    rate(opened, "1A", "G", stage.lead)
    return opened


@state
def what_changed_since_the_version_before(stage):
    return stage.lead_at(_draft(stage), "changes/")


@state
def what_changed_when_it_is_open(stage):
    return stage.lead_at(_open(stage), "changes/")


@state
def overview_of_a_draft_in_a_new_version(stage):
    return stage.lead_at(_draft(stage))


@state
def overview_with_what_to_look_at(stage):
    return stage.lead_at(_open(stage))


@state
def rating_carried_forward(stage):
    return stage.lead_at(_open(stage), "rate/1C/")


@state
def heat_map_across_versions(stage):
    return stage.lead_at(_open(stage), "heat-map/")


@state
def start_after_an_older_version(stage):
    _draft(stage)
    return stage.page(f"/t/{stage.trust.slug}/assessments/start/", stage.lead)
