"""Instruments of other kinds: one with a target, one of choices without order, one of examples."""

from playwright.sync_api import expect

from matcap.assessments.actions import moderate, open_assessment
from matcap.assessments.actions import rate as rate_it

from ...conftest import begin, rate, rating_of
from ...house import instruments
from ..steps import choose, evidence_of, expect_saved, place
from .backdrops import to_rate_apart
from .stage import state

TARGET, CHOICES, EXAMPLES = "choir-steps", "who-decides", "good-neighbours"


def _open(stage, slug):
    return begin(stage.trust, instruments()[slug], stage.lead)


def _met(stage, slug, *answers):
    """In moderation: each of three people gave one of `answers` to the first element."""
    people = [stage.lead, stage.contributor, stage.board]
    draft = to_rate_apart(stage, people, instruments()[slug])
    assessment = open_assessment(assessment=draft, by=stage.lead)
    by_code, code = assessment.tree.level_by_code, assessment.tree.elements[0].code
    for person, answer in zip(people, answers, strict=True):
        levels = {name: by_code[level].pk for name, level in answer.items() if name != "evidence"}
        rating = rating_of(assessment, code, contributor=person)
        words = answer.get("evidence", "We heard it in the hall.")
        rate_it(rating=rating, version=1, by=person, evidence=words, **levels)
    return moderate(assessment=assessment, by=stage.lead)


@state
def rating_with_a_target(stage):
    choir = _open(stage, TARGET)
    target = choir.tree.level_by_code["SOAR"].pk
    rate(choir, "C1", "SING", stage.lead, target=target)
    page = stage.lead_at(choir, "rate/C1/")
    page.get_by_text("History of this rating").click()
    expect(page.locator("#history")).to_contain_text("Where we need to be: – Not set")
    return page


@state
def rating_with_a_target_in_conflict(stage):
    stage.expect_failures()
    choir = _open(stage, TARGET)
    page = stage.own_page(place(choir, "rate/C2/"), stage.lead)
    rate(choir, "C2", "HUM", stage.contributor, target=choir.tree.level_by_code["SING"].pk)
    choose(page, "Soaring", "Where we need to be")
    expect(page.locator("#conflict-panel")).to_be_visible()
    return page


@state
def moderation_with_targets(stage):
    gave = [{"level": "HUM", "target": "PARTS"}, {"level": "PARTS", "target": "SOAR"}]
    return stage.lead_at(_met(stage, TARGET, *gave, {"level": "HUM"}), "moderation/C1/")


@state
def moderation_with_targets_widest_first(stage):
    gave = [{"level": "HUM", "target": "PARTS"}, {"level": "PARTS", "target": "SOAR"}]
    return stage.lead_at(_met(stage, TARGET, *gave, {"level": "HUM"}), "moderation/")


@state
def choice_not_made(stage):
    return stage.lead_at(_open(stage, CHOICES), "rate/F1/")


@state
def choice_made_with_the_guide(stage):
    page = stage.lead_at(_open(stage, CHOICES), "rate/D1/")
    choose(page, "Standardise", "Choice")
    expect(page.get_by_text("It is a guide, not a rule.")).to_be_visible()
    expect_saved(page)
    return page


@state
def moderation_of_choices(stage):
    met = _met(stage, CHOICES, {"level": "SET"}, {"level": "FREE"}, {"level": "FREE"})
    return stage.lead_at(met, "moderation/D1/")


@state
def example_given(stage):
    page = stage.lead_at(_open(stage, EXAMPLES), "rate/N1/")
    evidence_of(page, "Example").fill("In May all of the lane came to see who had moved in.")
    expect_saved(page)
    return page


@state
def moderation_of_examples(stage):
    words = ("They came with soup.", "They waved from the gate.", "They knew our names by June.")
    met = _met(stage, EXAMPLES, *({"evidence": said} for said in words))
    return stage.lead_at(met, "moderation/N1/")


@state
def moderation_of_examples_what_nobody_answered_first(stage):
    words = ("They came with soup.", "They waved from the gate.", "They knew our names by June.")
    met = _met(stage, EXAMPLES, *({"evidence": said} for said in words))
    return stage.lead_at(met, "moderation/")
