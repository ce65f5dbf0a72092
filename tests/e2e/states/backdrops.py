"""What several states begin from."""

from matcap.planning.actions import add_priority, edit_priority

from ...conftest import begin, rate


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
