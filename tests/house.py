"""A trust with something of everything, for the tests that walk through the whole house."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.core.files.base import ContentFile

from frameworks.loader import load, publish
from frameworks.models import Draft, Framework
from matcap.accounts.models import User
from matcap.assessments.actions import (
    agree,
    choose_contributors,
    moderate,
    open_assessment,
    rate,
    start,
)
from matcap.assessments.evidence import attach_file, attach_link, remove_item
from matcap.assessments.models import Assessment, EvidenceItem, Rating
from matcap.assessments.past import Judgement, bring_in
from matcap.planning.actions import add_priority, edit_priority, remove_issue, remove_priority
from matcap.planning.models import Issue, Priority
from matcap.trusts.actions import (
    add_school,
    invite,
    make_cluster,
    make_group,
    make_network,
    move_schools,
    open_trust,
)
from matcap.trusts.actions.imports import read_import
from matcap.trusts.models import Cluster, Group, Import, Invitation, Network, School, Trust
from matcap.trusts.register.pasted import pasted_rows
from matcap.trusts.roles import Role
from matcap.trusts.terms import Terms
from matcap.workshops.actions import reveal, vote
from matcap.workshops.actions import start as start_workshop
from matcap.workshops.models import Round

from .conftest import SHIPPED, begin, person, rate_all, rating_of
from .frameworks.instruments import DATA, SHAPES, first_version, second_version, small
from .owned import frameworks_of, words_of

RATES_IN = {
    Role.LEAD: "Executives",
    Role.CONTRIBUTOR: "Executives",
    Role.SCHOOL_LEAD: "Headteachers",
    Role.BOARD: "Trustees",
}


@dataclass(frozen=True)
class House:
    """One trust's own. `agreed` came before `open`; nothing came after `garden`, agreed too.

    `apart` is open, and rated separately by a person in each role of `rating`; `draft` is to be,
    and `met` has been: it is in moderation. A workshop on `open` has come to `shown`, whose votes
    are revealed; on `met` there was none. `mapped` is to be, in another version than last time's.
    In `groups` somebody rates; in `spare_group` nobody. `own` is a framework of the trust's own,
    shared with `network`; `copied` is a draft of its next version, `brought` one from a document.
    """

    trust: Trust
    lead: User
    contributor: User
    board: User
    school_lead: User
    reviewer: User
    facilitator: User
    invitation: Invitation
    schools: list[School]
    cluster: Cluster
    spare: Cluster
    groups: list[Group]
    spare_group: Group
    network: Network
    second_network: Network
    other_network: Network
    imported: Import
    agreed: Assessment
    open: Assessment
    garden: Assessment
    apart: Assessment
    draft: Assessment
    met: Assessment
    mapped: Assessment
    shown: Round
    link: EvidenceItem
    removed_link: EvidenceItem
    files: dict[str, EvidenceItem]
    first: Priority
    second: Priority
    removed_priority: Priority
    issue: Issue
    removed_issue: Issue
    own: Framework
    copied: Draft
    brought: Draft
    thrown_away: Draft

    @property
    def people(self) -> dict[Role, User]:
        """A member of each role: the school lead of the first school, the reviewer of `agreed`."""
        return {
            Role.LEAD: self.lead,
            Role.CONTRIBUTOR: self.contributor,
            Role.SCHOOL_LEAD: self.school_lead,
            Role.BOARD: self.board,
            Role.REVIEWER: self.reviewer,
            Role.FACILITATOR: self.facilitator,
        }

    @property
    def rating(self) -> dict[Role, User]:
        """The people who rate in `apart`, each for themselves."""
        return {role: user for role, user in self.people.items() if role in RATES_IN}

    @property
    def words(self) -> str:
        """What stands in the evidence, reasons, links and plan of this trust and of no other."""
        return words_of(self.trust)


def words_by(user: User) -> str:
    """Words that one contributor alone wrote."""
    return f"Seen by {user.email} alone"


def furnish(name: str) -> House:
    """Open a trust and put something of everything in it."""
    frameworks = instruments()
    trust = open_trust(name=name)
    lead = person(trust, "Alice Lead", Role.LEAD)
    schools = [
        add_school(trust=trust, name=f"{school} of {name}", phase="primary")
        for school in ("Ashdown", "Birchfield")
    ]
    agreed = _agreed(trust, frameworks["mat-capacity"], lead, schools)
    garden = _garden(trust, frameworks["garden-stages"], lead)
    now = begin(trust, frameworks["mat-capacity"], lead, schools=schools)
    _fill(now, lead)
    grouped = _grouped(trust, schools, lead)
    people = {
        Role.LEAD: lead,
        Role.CONTRIBUTOR: person(trust, "Bob Contributor", Role.CONTRIBUTOR),
        Role.SCHOOL_LEAD: person(trust, "Sam School", Role.SCHOOL_LEAD, schools=schools[:1]),
        Role.BOARD: person(trust, "Bea Board", Role.BOARD),
    }
    return House(
        trust=trust,
        lead=lead,
        contributor=people[Role.CONTRIBUTOR],
        board=people[Role.BOARD],
        school_lead=people[Role.SCHOOL_LEAD],
        reviewer=person(
            trust, "Pia Peer", Role.REVIEWER, expires_on=date(2099, 7, 31), assessments=[agreed]
        ),
        facilitator=person(trust, "Finn Facilitator", Role.FACILITATOR),
        **_apart(trust, frameworks["who-decides"], people, schools),
        invitation=_invitation(trust, lead),
        schools=schools,
        **grouped,
        **frameworks_of(trust, frameworks["garden-stages"], grouped["network"], lead),
        agreed=agreed,
        open=now,
        garden=garden,
        mapped=_mapped(trust, lead),
        shown=_voted(now, lead),
        link=_link(now, "1A", lead),
        removed_link=remove_item(item=_link(now, "1B", lead), by=lead),
        files=_files(agreed, now, schools, lead),
        **_plan(now, lead),
    )


def instruments() -> dict[str, Framework]:
    """The shipped instrument and those of other shapes, by slug."""
    loaded = load([SHIPPED, *(DATA / f"{name}.yaml" for name in SHAPES)])
    return {one.framework.slug: one.framework for one in loaded}


def _agreed(trust, framework, lead, schools) -> Assessment:
    before = begin(trust, framework, lead, title="Autumn 2025", year=2025, schools=schools)
    _fill(before, lead)
    _link(before, "1A", lead)
    _file(before, "1A", lead)
    return agree(assessment=before, by=lead, on=date(2025, 11, 14))


def _garden(trust, framework, lead) -> Assessment:
    garden = start(
        trust=trust, framework=framework, title="Garden", opened_on=date(2025, 3, 3), by=lead
    )
    garden = open_assessment(assessment=garden, by=lead)
    rate_all(garden, lead, levels="LEAF SOWN")
    return agree(assessment=garden, by=lead, on=date(2025, 4, 4))


def _mapped(trust, lead) -> Assessment:
    """A draft in the second version of an instrument, after a cycle of long ago in the first."""
    bring_in(
        trust=trust,
        framework=publish(first_version()),
        title="Long ago",
        opened_on=date(2023, 3, 1),
        agreed_on=date(2023, 4, 1),
        ratings={"1A": Judgement("R", f"{words_of(trust)}: long ago"), "2C": Judgement("G", "")},
        source="capacity.docx",
        by=lead,
    )
    return start(
        trust=trust,
        framework=publish(second_version()),
        title="In a new version",
        opened_on=date(2024, 3, 1),
        carries=True,
        by=lead,
    )


def _apart(trust, framework, people, schools) -> dict:
    """Groups; assessments that people rate separately, that they are to, and that they did."""
    lead = people[Role.LEAD]
    names = dict.fromkeys([*RATES_IN.values(), "Governors"])
    groups = {name: make_group(trust=trust, name=name, by=lead) for name in names}
    open_now, draft, met = (
        start(
            trust=trust,
            framework=framework,
            title=title,
            opened_on=date(2026, 3, 2),
            schools=schools,
            rated_apart=True,
            by=lead,
        )
        for framework, title in (
            (framework, "Decisions"),
            (publish(small()), "To come"),
            (publish(small({"slug": "met"})), "Met"),
        )
    )
    for assessment in (open_now, draft, met):
        choose_contributors(
            assessment=assessment,
            groups={user.pk: groups[RATES_IN[role]] for role, user in people.items()},
            shows_names=False,
            by=lead,
        )
    open_now = open_assessment(assessment=open_now, by=lead)
    for user in people.values():
        _give(open_now, user)
    met = moderate(assessment=open_assessment(assessment=met, by=lead), by=lead)
    spare = groups.pop("Governors")
    return {
        "apart": open_now,
        "draft": draft,
        "met": met,
        "groups": list(groups.values()),
        "spare_group": spare,
    }


def _give(assessment, user) -> None:
    """Rate the first element as a contributor: a level, words, a mark and a link of their own."""
    levels, element = assessment.tree.levels, assessment.tree.elements[0]
    rating = rating_of(assessment, element.code, contributor=user)
    rate(
        rating=rating,
        version=rating.version,
        by=user,
        level=levels[0].pk,
        evidence=f"{words_by(user)}: evidence",
        reason=f"{words_by(user)}: reason",
        marks={element.strands[0].pk: levels[1].pk},
    )
    attach_link(
        rating=rating,
        title=f"{words_by(user)}: link",
        address=f"https://{user.pk}.example.org/",
        by=user,
    )


def _grouped(trust, schools, lead) -> dict:
    """Clusters, networks, and an import that changes, adds and refuses."""
    cluster = make_cluster(trust=trust, name=f"Valley of {trust}", by=lead)
    move_schools(trust=trust, schools=schools[:1], cluster=cluster, by=lead)
    table = (
        f"School\tPhase\tHub\n{schools[0]}\tSecondary\t{cluster}\nNew of {trust}\t3-16\tCoast"
        f"\n{schools[1]}\tPrimary\t\nOdd of {trust}\tStrange\t"
    )
    other = open_trust(name=f"A neighbour of {trust}")
    return {
        "cluster": cluster,
        "spare": make_cluster(trust=trust, name=f"Spare of {trust}", by=lead),
        "network": make_network(trust=trust, name=f"Network of {trust}", by=lead),
        "second_network": make_network(trust=trust, name=f"Second of {trust}", by=lead),
        "other_network": make_network(trust=other, name=f"Neighbours of {trust}", by=None),
        "imported": read_import(trust=trust, by=lead, name="list", rows=pasted_rows(table)),
    }


def _invitation(trust, lead) -> Invitation:
    """One that was sent long enough ago to be sent again."""
    people = [(f"ivy@{trust.slug}.example", "Ivy Invited")]
    (invitation,) = invite(trust=trust, people=people, terms=Terms(Role.BOARD), by=lead)
    invitation.asked_at -= timedelta(hours=1)
    invitation.save()
    return invitation


def _fill(assessment, lead) -> None:
    """Rate every element, and mark, explain and give evidence for the first one."""
    rate_all(assessment, lead)
    words = words_of(assessment.trust)
    levels, element = assessment.tree.levels, assessment.tree.elements[0]
    for rating in Rating.objects.filter(
        response__assessment=assessment, element=element.pk
    ).select_related("response__assessment__framework"):
        rate(
            rating=rating,
            version=rating.version,
            by=lead,
            level=levels[1].pk,
            evidence=f"{words}: evidence",
            reason=f"{words}: reason",
            marks={element.strands[0].pk: levels[0].pk},
        )


def _voted(assessment, lead) -> Round:
    """The revealed round of a workshop on the first element."""
    element = assessment.tree.elements[0].pk
    shown = start_workshop(assessment=assessment, element=element, allows_guests=False, by=lead)
    for number, level in enumerate(assessment.tree.levels):
        vote(shown=shown, voter=f"person {number}", level=level.pk)
    return reveal(workshop=shown.workshop, at=shown.pk, by=lead)


def _link(assessment, code, lead) -> EvidenceItem:
    return attach_link(
        rating=rating_of(assessment, code),
        title=f"{words_of(assessment.trust)}: link",
        address="https://example.org/june",
        by=lead,
    )


def _file(assessment, code, lead, school=None) -> EvidenceItem:
    return attach_file(
        rating=rating_of(assessment, code, school), file=text_file(assessment.trust), by=lead
    )


def _files(agreed, now, schools, lead) -> dict[str, EvidenceItem]:
    """A file of each place: of the trust, before and now, one removed; of each school, now."""
    own, other = (_file(now, "1A", lead, school) for school in schools)
    return {
        "before": EvidenceItem.objects.exclude(stored_as="").get(
            rating__response__assessment=agreed
        ),
        "now": _file(now, "1A", lead),
        "removed": remove_item(item=_file(now, "1B", lead), by=lead),
        "own school": own,
        "other school": other,
    }


def text_file(trust) -> ContentFile:
    return ContentFile(f"{words_of(trust)}: file. ".encode() * 20, "notes.txt")


def _plan(assessment, lead) -> dict:
    words, elements = words_of(assessment.trust), assessment.tree.elements
    first, second, removed = (
        add_priority(assessment=assessment, element=element.pk, by=lead) for element in elements[:3]
    )
    edit_priority(
        priority=first,
        version=1,
        by=lead,
        what_we_will_do=f"{words}: to do",
        progress_sought=f"{words}: progress",
        issues=[
            (None, f"{words}: issue", [elements[0].strands[0].pk]),
            (None, f"{words}: removed issue", [elements[0].strands[1].pk]),
        ],
    )
    issue, removed_issue = first.issues.order_by("position")
    first = remove_issue(issue=removed_issue, by=lead)
    return {
        "first": first,
        "second": second,
        "removed_priority": remove_priority(priority=removed, by=lead),
        "issue": issue,
        "removed_issue": removed_issue,
    }
