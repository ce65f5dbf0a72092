"""What several states begin from."""

from datetime import date
from itertools import cycle

from matcap.assessments.actions import choose_contributors, open_assessment, start
from matcap.assessments.actions import rate as rate_it
from matcap.planning.actions import add_priority, edit_priority
from matcap.trusts.actions import make_group

from ...conftest import begin, rate, rating_of


def compared(stage) -> None:
    """An agreed assessment, and an open one that differs from it."""
    assert stage.agreed
    for code, level in (("1A", "G"), ("1B", "AR"), ("1C", "AR"), ("2A", None)):
        rate(stage.assessment, code, level, stage.lead)


def with_schools(stage):
    assessment = begin(stage.trust, stage.framework, stage.lead, schools=stage.schools)
    rate(assessment, "1A", "AR", stage.lead)
    rate(assessment, "1A", "R", stage.lead, school=stage.schools[0])
    rate(assessment, "1B", "AG", stage.lead, school=stage.schools[1])
    return assessment


def planned(stage):
    """Two priorities, 2B with everything written, which is returned."""
    tree = stage.assessment.tree
    rate(stage.assessment, "2B", "R", stage.lead, evidence="Nine posts were empty.")
    element, other = (tree.element_by_code[code] for code in ("2B", "1C"))
    first = add_priority(assessment=stage.assessment, element=element.pk, by=stage.lead)
    add_priority(assessment=stage.assessment, element=other.pk, by=stage.lead)
    return edit_priority(
        priority=first,
        version=1,
        by=stage.lead,
        what_we_will_do="Recruit together.",
        progress_sought="Every post is filled by June.",
        issues=[(None, "Posts stay empty.", [element.strands[0].pk])],
    )


def to_rate_apart(stage, people=(), framework=None):
    """A draft that people are to rate separately; `people` are chosen, each in a group."""
    groups = [
        make_group(trust=stage.trust, name=name, by=stage.lead)
        for name in ("Executives", "Trustees")
    ]
    draft = start(
        trust=stage.trust,
        framework=framework or stage.framework,
        title="Autumn 2026",
        opened_on=date(2026, 9, 7),
        schools=stage.schools,
        rated_apart=True,
        by=stage.lead,
    )
    chosen = {one.pk: group for one, group in zip(people, cycle(groups), strict=False)}
    return choose_contributors(assessment=draft, groups=chosen, by=stage.lead, shows_names=False)


def rated_apart(stage):
    """Open: the lead, a contributor and a board member rate; the contributor has begun."""
    draft = to_rate_apart(stage, [stage.lead, stage.contributor, stage.board])
    assessment = open_assessment(assessment=draft, by=stage.lead)
    rating = rating_of(assessment, "1A", contributor=stage.contributor)
    level = assessment.tree.levels[1].pk
    rate_it(rating=rating, version=1, by=stage.contributor, level=level, evidence="Few ask why.")
    return assessment
