"""Brings in what a trust assessed before it had matcap, with the dates it then had."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from frameworks.models import Framework
from frameworks.tree import FrameworkTree
from matcap.trusts.models import Trust
from matcap.trusts.terms import listed
from matcap.ui.moment import dated, noon
from matcap.ui.refusal import Refused

from .evidence import write_link
from .models import Assessment, Mark, Rating, Response
from .models.ratings import web_address
from .recording import record
from .versions import origins_of

_FIRST_YEAR = 1950  # a year before is a slip of the keyboard, such as 202


@dataclass(frozen=True)
class Judgement:
    """What is said of an element: its level's code, or None for not rated, and its evidence.

    `target` is a level's code too; `marks` has a strand's numeral for a key and a level's code;
    `links` are (title, web address).
    """

    level: str | None
    evidence: str = ""
    target: str | None = None
    marks: Mapping[str, str] = field(default_factory=dict)
    links: tuple[tuple[str, str], ...] = ()

    @property
    def levels(self) -> set[str]:
        """Every level's code that it names."""
        return {code for code in (self.level, self.target, *self.marks.values()) if code}

    @property
    def says_something(self) -> bool:
        """Whether there is anything in it to keep."""
        return bool(self.levels or self.evidence.strip() or self.links)


@transaction.atomic
def bring_in(
    *,
    trust: Trust,
    framework: Framework,
    title: str,
    opened_on: date,
    agreed_on: date,
    ratings: Mapping[str, Judgement],
    source: str,
    by,
    wording: Framework | None = None,
) -> Assessment:
    """Store an assessment of the past as an agreed one, and return it. Nobody is told.

    `ratings` are by the element's code. Those that are missing, or have no level, are shown as not
    rated: an old document is kept as it is. `source` is the file's name, which its history tells;
    that is dated with `agreed_on`. It takes its place by date between the trust's other assessments
    with the instrument, and the one after it is compared with it from then on. Raises Refused for
    dates that cannot be, for what the framework does not have (an element, a strand, a level, a
    target), for a link that is none, and when nothing in it is rated.
    """
    assessment = Assessment(
        trust=trust,
        framework=framework,
        wording=wording,
        title=title.strip(),
        opened_on=opened_on,
        agreed_on=agreed_on,
        state=Assessment.State.AGREED,
    )
    _check_dates(assessment)
    _check_ratings(assessment.tree, ratings)
    line = _line(assessment)
    _check_place(assessment, line)
    before = [one for one in line if one.is_agreed and one.agreed_on < agreed_on]
    assessment.previous = before[-1] if before else None
    assessment.origins = origins_of(assessment.previous, framework)
    try:
        assessment.full_clean()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    today = date_format(timezone.localdate(), "j F Y")
    event = f"Brought in from {source.strip()} by {by.name} on {today}."
    with dated(noon(agreed_on)):
        assessment.save_without_historical_record()
        _write(assessment, ratings, by)
        record(assessment, by, event)
    for later in line:
        if later not in before and later.previous == assessment.previous:
            _compare_with(later, assessment, by)
    return assessment


def _check_dates(assessment: Assessment) -> None:
    if assessment.agreed_on > timezone.localdate():
        raise Refused("The date it was agreed is in the future.")
    if assessment.opened_on.year < _FIRST_YEAR:
        raise Refused(f"Check the year it started: {assessment.opened_on.year} is too long ago.")
    if assessment.opened_on > assessment.agreed_on:
        raise Refused("The date it was agreed is before the date it started.")


def _check_ratings(tree: FrameworkTree, ratings: Mapping[str, Judgement]) -> None:
    strange = [code for code in ratings if code not in tree.element_by_code]
    if strange:
        raise Refused(f"{tree.title} has no element {listed(strange)}. Nothing was saved.")
    levels = {level for judged in ratings.values() for level in judged.levels}
    strange = sorted(levels - tree.level_by_code.keys())
    if strange:
        raise Refused(f"{tree.title} has no level {listed(strange)}. Nothing was saved.")
    if not tree.asks_target and any(judged.target for judged in ratings.values()):
        raise Refused(f"{tree.title} asks for no target. Nothing was saved.")
    for code, judged in ratings.items():
        _check_links(judged)
        strands = {strand.numeral for strand in tree.element_by_code[code].strands}
        if strange := sorted(judged.marks.keys() - strands):
            raise Refused(f"{code} has no strand {listed(strange)}. Nothing was saved.")
    if not any(judged.says_something for judged in ratings.values()):
        raise Refused("Nothing in it is rated. Nothing was saved.")


def _check_links(judged: Judgement) -> None:
    for _, address in judged.links:
        try:
            web_address(address)
        except ValidationError as error:
            raise Refused(f"{address}: {' '.join(error.messages)}") from error


def _line(assessment: Assessment) -> list[Assessment]:
    """The trust's assessments with the instrument, in the order of their dates, held till the end.

    Those that are not agreed come last.
    """
    found = Assessment.objects.filter(
        trust=assessment.trust,
        framework__in=Framework.objects.in_line_with(assessment.framework),
    )
    # Locked without what they are joined with, which PostgreSQL locks only where there is a row.
    list(found.select_for_update().values_list("pk"))
    rows = found.select_related("framework", "previous")
    return sorted(rows, key=lambda one: (one.agreed_on or date.max, one.opened_on, one.pk))


def _check_place(assessment: Assessment, line: list[Assessment]) -> None:
    """Refuse one that has no place in the line: on a day that is taken, or across another."""
    for other in line:
        if other.agreed_on == assessment.agreed_on:
            on = date_format(assessment.agreed_on, "j F Y")
            raise Refused(f"{other.title} was agreed on {on} already. Check the date.")
        begun, ended = other.opened_on, other.agreed_on or date.max
        lies_around = begun < assessment.opened_on and ended > assessment.agreed_on
        if lies_around or (begun > assessment.opened_on and ended < assessment.agreed_on):
            raise Refused(
                f"{other.title} was under way all that time, or lies within it. "
                "Check when this one started and was agreed."
            )


def _write(assessment: Assessment, ratings: Mapping[str, Judgement], by) -> None:
    at, tree = noon(assessment.agreed_on), assessment.tree
    response = Response.objects.create(assessment=assessment)
    written = [
        (Rating(response=response, element_id=element.pk), element, judged)
        for element in tree.elements
        for judged in [ratings.get(element.code, Judgement(None))]
    ]
    for row, _, judged in written:
        row.level_id = _level(tree, judged.level)
        row.target_level_id = _level(tree, judged.target)
        row.evidence = judged.evidence.strip()
        if judged.says_something:
            row.changed_at, row.changed_by = at, by
    Rating.objects.bulk_create(row for row, _, _ in written)
    Mark.objects.bulk_create(
        Mark(rating=row, strand_id=strand.pk, level_id=_level(tree, judged.marks[strand.numeral]))
        for row, element, judged in written
        for strand in element.strands
        if strand.numeral in judged.marks
    )
    for row, _, judged in written:
        for title, address in judged.links:
            write_link(rating=row, title=title, address=address, by=by)


def _level(tree: FrameworkTree, code: str | None) -> int | None:
    return tree.level_by_code[code].pk if code else None


def _compare_with(later: Assessment, previous: Assessment, by) -> None:
    """Let an assessment compare itself with another than it did, and keep that in its history."""
    same_version = later.previous and later.previous.framework_id == previous.framework_id
    if not same_version:  # otherwise what a lead said of its elements still holds
        later.origins = origins_of(previous, later.framework)
    later.previous = previous
    record(later, by, f"It is compared with {previous.title} from now on.", to_ratings=False)
