"""Instruments of other kinds: targets, choices and examples; and a home with several of them."""

from matcap.assessments.evidence import attach_link
from matcap.trusts.roles import Role

from ...conftest import begin, person, rate
from ...kinds import aim, by_example, guided, settle, targeted, write
from .backdrops import compared
from .stage import state


def aimed(stage):
    assessment = begin(stage.trust, targeted(), stage.lead, schools=stage.schools)
    for code, level in (("1A", "R"), ("1B", "G")):
        rate(assessment, code, level, stage.lead)
    aim(assessment, **{"1A": "G", "1B": "AR", "2A": "G"})
    rate(assessment, "1A", "AR", stage.lead, school=stage.schools[0])
    return assessment


def chosen(stage):
    """After last year's; 1A differs from then and from the guide."""
    framework = guided()
    before = begin(stage.trust, framework, stage.lead, title="Last year", year=2025)
    for code in ("1A", "1B", "2A"):
        rate(before, code, "R", stage.lead)
    settle(before, 2025)
    now = begin(stage.trust, framework, stage.lead, schools=stage.schools)
    rate(now, "1A", "AR", stage.lead)
    rate(now, "1B", "G", stage.lead)
    rate(now, "1A", "G", stage.lead, school=stage.schools[0])
    return now


def shown(stage):
    assessment = begin(stage.trust, by_example(), stage.lead, schools=stage.schools)
    rating = write(assessment, "1A", "Every school wrote it with us. " * 12, stage.lead)
    attach_link(rating=rating, title="Plan", address="https://example.org/plan", by=stage.lead)
    write(assessment, "1B", "Pupils show it.", stage.lead, school=stage.schools[0])
    return assessment


@state
def heat_map_with_targets(stage):
    return stage.lead_at(aimed(stage), "heat-map/")


@state
def choices(stage):
    return stage.lead_at(chosen(stage), "heat-map/")


@state
def choices_for_a_school_lead(stage):
    assessment = settle(chosen(stage))
    head = person(stage.trust, "Sam School", Role.SCHOOL_LEAD, schools=stage.schools[:1])
    return stage.page(f"/t/{stage.trust.slug}/assessments/{assessment.pk}/heat-map/", head)


@state
def register_of_examples(stage):
    return stage.lead_at(shown(stage), "heat-map/")


@state
def register_narrowed_to_nothing(stage):
    return stage.lead_at(shown(stage), "heat-map/?q=zebra")


@state
def plan_with_targets(stage):
    return stage.lead_at(aimed(stage), "plan/")


@state
def plan_of_choices(stage):
    return stage.lead_at(chosen(stage), "plan/")


@state
def plan_of_examples(stage):
    return stage.lead_at(shown(stage), "plan/")


@state
def home_with_several_instruments(stage):
    compared(stage)
    aimed(stage)
    shown(stage)
    settle(chosen(stage))
    return stage.page(f"/t/{stage.trust.slug}/", stage.lead)


@state
def home_with_other_instruments_unfolded(stage):
    settle(chosen(stage))
    assert stage.framework
    page = stage.page(f"/t/{stage.trust.slug}/", stage.lead)
    page.get_by_text("Other instruments").click()
    return page
