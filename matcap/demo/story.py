"""Builds the demo trust, through the same actions as a person's clicks.

What it holds is in fixtures/demo.yaml, which explains itself.
"""

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import date

import yaml
from django.conf import settings
from django.db import transaction

from frameworks.models import Framework
from frameworks.tree import ElementNode, FrameworkTree
from matcap.accounts.actions import open_account
from matcap.accounts.models import User
from matcap.assessments.actions import (
    agree,
    choose_contributors,
    moderate,
    open_assessment,
    rate,
    start,
)
from matcap.assessments.evidence import attach_link
from matcap.assessments.models import Assessment, Rating, Response
from matcap.assessments.tasks import nobody_told
from matcap.planning.actions import IssueEdit, add_priority, edit_priority
from matcap.trusts.actions import add_school, grant_role, make_group, open_trust
from matcap.trusts.models import School, Trust
from matcap.trusts.roles import Role
from matcap.ui.moment import dated, noon

FILE = settings.BASE_DIR / "fixtures" / "demo.yaml"
SEPTEMBER = 9


@dataclass(frozen=True)
class Cast:
    """The trust, and its people and schools by the short names they have in the file."""

    trust: Trust
    people: dict[str, User]
    schools: dict[str, School]


def read() -> dict:
    """The demo as its file has it: password, trust, people, schools, assessments."""
    return yaml.load(FILE.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def autumn(today: date) -> int:
    """The year of the latest autumn term that has begun by `today`."""
    return today.year if today.month >= SEPTEMBER else today.year - 1


def slugs(story: dict) -> list[str]:
    """The instruments that the demo's trust uses."""
    return sorted({content["framework"] for content in story["assessments"]})


@transaction.atomic
def build(story: dict, frameworks: Mapping[str, Framework], today: date) -> bool:
    """Build the demo trust as if it were `today`. False when it is here already: nothing changes.

    `frameworks` are those of `slugs`, by slug. Accounts that exist are kept as they are, password
    and all.
    """
    if Trust.objects.filter(name=story["trust"]).exists():
        return False
    cast = _gather(story)
    with nobody_told():
        for content in story["assessments"]:
            _play(cast, frameworks[content["framework"]], content, today)
    return True


def _gather(story: dict) -> Cast:
    trust = open_trust(name=story["trust"])
    people = {
        key: open_account(email=one["email"], name=one["name"], password=story["password"])
        for key, one in story["people"].items()
    }
    for key, user in people.items():
        grant_role(trust=trust, user=user, role=Role(story["people"][key]["role"]))
    schools = {key: add_school(trust=trust, **one) for key, one in story["schools"].items()}
    return Cast(trust, people, schools)


def _play(cast: Cast, framework: Framework, content: dict, today: date) -> None:
    year = autumn(today) - content["years_ago"]
    opened = min(_day(year, content["opened"]), today)
    with _told_of(opened, today):
        assessment = _start(cast, framework, content, year, opened)
    on = _day(year, content["agreed"]) if "agreed" in content else today
    with _told_of(on, today):
        _rate_all(cast, assessment, content["ratings"])
        if content.get("in_moderation"):
            moderate(assessment=assessment, by=cast.people[content["started_by"]])
        if "agreed" in content:
            agree(assessment=assessment, by=cast.people[content["agreed_by"]], on=on)
        for priority in content.get("plan", ()):
            _prioritise(cast, assessment, priority)


def _told_of(on: date, today: date) -> AbstractContextManager:
    """Date what is done within with a day that is past; what is done today is done now."""
    return dated(noon(on)) if on < today else nullcontext()


def _start(cast: Cast, framework: Framework, content: dict, year: int, opened: date) -> Assessment:
    by = cast.people[content["started_by"]]
    draft = start(
        trust=cast.trust,
        framework=framework,
        title=f"{content['season']} {year}",
        opened_on=opened,
        due_on=_day(year, content["due"]),
        schools=[cast.schools[key] for key in content.get("schools", ())],
        rated_apart="groups" in content,
        by=by,
    )
    if draft.rated_apart:
        groups = {
            cast.people[key].pk: group
            for name, people in content["groups"].items()
            for group in [make_group(trust=cast.trust, name=name, by=by)]
            for key in people
        }
        choose_contributors(assessment=draft, groups=groups, shows_names=True, by=by)
    return open_assessment(assessment=draft, by=by)


def _day(year: int, month_day: str) -> date:
    return date.fromisoformat(f"{year}-{month_day}")


def _rate_all(cast: Cast, assessment: Assessment, steps: list[dict]) -> None:
    ratings = {
        (rating.response.school_id, rating.response.contributor_id, rating.element_id): rating
        for rating in Rating.objects.filter(response__assessment=assessment)
        .exclude(response__kind=Response.Kind.VIEW)
        .select_related("response__assessment__framework", "response__assessment__wording")
    }
    for step in steps:
        school = cast.schools[step["school"]].pk if "school" in step else None
        element, by = assessment.tree.element_by_code[step["element"]], cast.people[step["by"]]
        contributor = by.pk if assessment.rated_apart else None
        _rate(assessment.tree, ratings[school, contributor, element.pk], step, by)


def _rate(tree: FrameworkTree, rating: Rating, step: dict, by: User) -> None:
    touched = {name: step[name] for name in ("evidence", "reason") if name in step}
    for name in ("level", "target"):
        if name in step:
            touched[name] = tree.level_by_code[step[name]].pk
    if "marks" in step:
        strands = _strands(tree.element_by_pk[rating.element_id])
        touched["marks"] = {
            strands[numeral]: tree.level_by_code[code].pk for numeral, code in step["marks"].items()
        }
    rate(rating=rating, version=rating.version, by=by, **touched)
    for link in step.get("links", ()):
        attach_link(rating=rating, **link, by=by)


def _strands(element: ElementNode) -> dict[str, int]:
    """The primary keys of an element's strands, by numeral."""
    return {strand.numeral: strand.pk for strand in element.strands}


def _prioritise(cast: Cast, assessment: Assessment, content: dict) -> None:
    element, by = assessment.tree.element_by_code[content["element"]], cast.people[content["by"]]
    strands = _strands(element)
    priority = add_priority(assessment=assessment, element=element.pk, by=by)
    edit_priority(
        priority=priority,
        version=priority.version,
        by=by,
        what_we_will_do=content["what_we_will_do"],
        progress_sought=content.get("progress_sought", ""),
        issues=[
            IssueEdit(None, issue["text"], [strands[numeral] for numeral in issue["strands"]])
            for issue in content["issues"]
        ],
    )
