"""A made-up trust with two agreed assessments and a plan, for these tests and for the benchmark."""

from datetime import date

from matcap.accounts.models import User
from matcap.assessments.actions import agree, open_assessment, rate, start
from matcap.assessments.evidence import attach_link
from matcap.assessments.models import Assessment, Rating, Response
from matcap.planning.actions import add_priority, edit_priority
from matcap.trusts.actions import add_school, grant_role, open_trust
from matcap.trusts.models import Trust
from matcap.trusts.roles import Role
from tests.frameworks.instruments import small

BEFORE = ["AR", "AG", "R", "AG", "AR", "AG", "AR", "AR", "AG", "AG", "AG", "AR"]
NOW = ["AG", "G", "AR", "AG", "R", "G", "AR", "AR", "AG", "G", "AG", "AG"]
# Of an instrument of three elements, in place of twelve.
FEW_BEFORE = ["AR", "G", "AR"]
FEW_NOW = ["G", "R", "AR"]
REASONS = {
    "1A": "The new scheme of delegation names who answers for improvement.",
    "1C": "Every school took part in setting the fixed practices.",
    "2B": "Five maths posts were unfilled at two terms.",
}
EVIDENCE = (
    "We talked to leaders in all of our schools in the autumn, and read the notes of their reviews "
    "with them. Most describe the same few priorities in the same words, and can say who leads "
    "each one. Newer staff are less sure, above all in the two schools that joined last year."
    "\n\nFour heads brought examples of how this changed what happens in classrooms. "
    "Where it has not yet, the reason is most often time:\n"
    "- two schools share one lead for English;\n- one has no deputy until January."
)


def sample(
    *,
    name: str = "Tamar Valley Trust",
    evidence: str = EVIDENCE,
    schools: int = 4,
    agreed: bool = True,
    few: bool = False,
) -> Assessment:
    """Autumn 2026 of a trust of its own, after Autumn 2025. `agreed` says whether it is agreed.

    `few` takes an instrument of three elements, whose papers are made in a fifth of the time.
    """
    from frameworks.loader import load, publish

    if few:
        framework, before, now, planned = publish(small()), FEW_BEFORE, FEW_NOW, ("1B", "2A")
    else:
        [loaded] = load(["fixtures/frameworks/mat-capacity.yaml"])
        framework, before, now, planned = loaded.framework, BEFORE, NOW, ("2B", "1C")
    trust = open_trust(name=name)
    lead = User.objects.create_user(f"priya@{trust.slug}.example", "Priya Nair")
    grant_role(trust=trust, user=lead, role=Role.LEAD)
    own = [
        add_school(trust=trust, name=name, phase="primary")
        for name in ["Bridge Primary", "Kingfisher Academy", "Old Mill Primary", "St Petroc's"]
        + [f"School {number}" for number in range(5, schools + 1)]
    ][:schools]
    first = start(
        trust=trust,
        framework=framework,
        title="Autumn 2025",
        opened_on=date(2025, 9, 8),
        by=lead,
    )
    first = open_assessment(assessment=first, by=lead)
    fill(first, before, lead, evidence)
    agree(assessment=first, by=lead, on=date(2025, 11, 13))
    second = start(
        trust=trust,
        framework=framework,
        title="Autumn 2026",
        opened_on=date(2026, 9, 7),
        by=lead,
        schools=own,
    )
    second = open_assessment(assessment=second, by=lead)
    fill(second, now, lead, evidence)
    _rate_schools(second)
    _plan(second, planned, lead)
    return as_agreed(second) if agreed else found(second.pk)


def found(pk: int) -> Assessment:
    """An assessment as the database has it."""
    return Assessment.objects.select_related("framework", "previous", "trust").get(pk=pk)


def as_agreed(assessment: Assessment) -> Assessment:
    """Autumn 2026, agreed on 12 November."""
    agree(assessment=assessment, by=lead_of(assessment.trust), on=date(2026, 11, 12))
    return found(assessment.pk)


def lead_of(trust: Trust) -> User:
    """The sample trust's lead."""
    return User.objects.get(memberships__trust=trust, memberships__role=Role.LEAD)


def own_rating(assessment: Assessment, code: str) -> Rating:
    """The trust's own rating of an element."""
    return Rating.objects.get(
        response__assessment=assessment, response__school=None, element__code=code
    )


def fill(assessment: Assessment, levels: list[str], by: User, evidence: str) -> None:
    """Rate every element, mark its first four strands, and put a link behind it."""
    tree = assessment.tree
    for element, code in zip(tree.elements, levels, strict=True):
        level = tree.level_by_code[code]
        rating = own_rating(assessment, element.code)
        rate(
            rating=rating,
            version=rating.version,
            by=by,
            level=level.pk,
            evidence=evidence,
            reason=REASONS.get(element.code, ""),
            marks={
                strand.pk: tree.levels[(level.position + place) % len(tree.levels)].pk
                for place, strand in enumerate(element.strands[:4])
            },
        )
        attach_link(
            rating=rating,
            title="Notes of the autumn reviews",
            address=f"https://files.tamar.example/reviews/{element.code.lower()}",
            by=by,
        )


def _rate_schools(assessment: Assessment) -> None:
    """Written all at once: rating for forty schools, one element after the other, takes seconds."""
    tree = assessment.tree
    ratings = Rating.objects.filter(
        response__assessment=assessment, response__kind=Response.Kind.SCHOOL
    )
    rated = []
    for place, rating in enumerate(ratings.order_by("pk")):
        if place % 17 != 5:
            rating.level_id = tree.levels[place * 7 % 11 % len(tree.levels)].pk
            rated.append(rating)
    Rating.objects.bulk_update(rated, ["level"])


def _plan(assessment: Assessment, codes: tuple[str, str], by: User) -> None:
    first, second = codes
    for code, do, progress in (
        (
            first,
            "One recruitment calendar for all schools (J. Okoro, by 31 January).\n"
            "Publish the career map (P. Nair, by 30 April).",
            "No post open longer than a term. Nine in ten staff can say what their next step is.",
        ),
        (
            second,
            "Agree what is fixed, aligned and free (heads' group, by 28 February).",
            "Every head can state the ten fixed practices.",
        ),
    ):
        element = assessment.tree.element_by_code[code]
        priority = add_priority(assessment=assessment, element=element.pk, by=by)
        strands = [strand.pk for strand in element.strands]
        edit_priority(
            priority=priority,
            version=priority.version,
            by=by,
            what_we_will_do=do,
            progress_sought=progress,
            issues=[
                (
                    None,
                    "Serious maths shortages in three schools, and no trust-wide answer.",
                    strands[:1],
                ),
                (None, "Staff cannot describe how to progress.", strands[1:3]),
            ],
        )
