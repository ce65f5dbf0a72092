"""Small instruments of each kind of scale, and short ways to answer them."""

from datetime import date

from frameworks.loader import publish
from frameworks.models import Framework
from matcap.assessments import actions
from matcap.assessments.models import Assessment, Rating

from .conftest import rating_of
from .frameworks.instruments import GONE, small


def targeted() -> Framework:
    """Elements 1A, 1B and 2A; levels R, AR and G, and a target level beside each."""
    now, target = "Where we are now", "Where we need to be"
    return publish(small({"slug": "targeted", "now": now, "target": target}))


def guided() -> Framework:
    """Choices R, AR and G for 1A, 1B and 2A. Its source would choose R for 1A and G for 1B."""
    guides = {"areas.0.elements.0.guide": "R", "areas.0.elements.1.guide": "G"}
    strands = {f"areas.{path}.strands": GONE for path in ("0.elements.0", "0.elements.1")}
    return publish(
        small(
            {"slug": "guided", "scale": "choices", "title": "Who chooses", "examples": []}
            | guides
            | strands
        )
    )


def by_example() -> Framework:
    """1A, 1B and 2A, answered by examples."""
    elements = {
        f"areas.{path}.strands": GONE for path in ("0.elements.0", "0.elements.1", "1.elements.0")
    }
    changes = {"slug": "by-example", "scale": "examples", "title": "What we do", "levels": GONE}
    return publish(small(changes | {"examples": []} | elements))


def aim(assessment: Assessment, **targets: str) -> None:
    """Set the trust's target levels: aim(assessment, **{"1A": "G"})."""
    for code, level in targets.items():
        Rating.objects.filter(pk=rating_of(assessment, code).pk).update(
            target_level=assessment.tree.level_by_code[level].pk
        )


def write(assessment: Assessment, code: str, text: str, by, school=None) -> Rating:
    """Write an example, or evidence, for an element."""
    rating = rating_of(assessment, code, school)
    return actions.rate(rating=rating, version=rating.version, by=by, evidence=text)


def settle(assessment: Assessment, year: int = 2026) -> Assessment:
    """Agree an assessment as it stands, elements left out or not."""
    Assessment.objects.filter(pk=assessment.pk).update(
        state=Assessment.State.AGREED, agreed_on=date(year, 11, 14)
    )
    return Assessment.objects.select_related("framework", "wording", "previous", "trust").get(
        pk=assessment.pk
    )
