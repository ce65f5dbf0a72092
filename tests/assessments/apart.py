"""An assessment that people rate separately, in two groups, with a school that rates itself."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from frameworks.models import Framework
from matcap.accounts.models import User
from matcap.assessments import actions
from matcap.assessments.models import Assessment, Rating, Response
from matcap.trusts.actions import make_group
from matcap.trusts.models import Group, School, Trust
from matcap.trusts.roles import Role

from ..conftest import person, rating_of


@dataclass
class Round:
    """A trust's `assessment`, still a draft: Bob and Cas are executives, Tia is a trustee.

    Sam leads the first of its two schools; Bea, on the board, takes no part.
    """

    trust: Trust
    lead: User
    bob: User
    cas: User
    tia: User
    sam: User
    bea: User
    schools: list[School]
    groups: dict[str, Group]
    assessment: Assessment

    def open(self) -> Assessment:
        self.assessment = actions.open_assessment(assessment=self.assessment, by=self.lead)
        return self.assessment

    def moderate(self) -> Assessment:
        self.assessment = actions.moderate(assessment=self.assessment, by=self.lead)
        return self.assessment

    def agree(self) -> Assessment:
        """Rate every element for the trust, and agree it."""
        for element in self.assessment.tree.elements:
            self.rate(self.lead, element.code, kind=Response.Kind.TRUST)
        self.assessment = actions.agree(assessment=self.assessment, by=self.lead)
        return self.assessment

    def reopen(self) -> Assessment:
        self.assessment = actions.reopen(assessment=self.assessment, reason="More.", by=self.lead)
        return self.assessment

    def rate(self, by: User, code: str, school=None, **of) -> Rating:
        """Rate one element Green, with evidence: one's own, the school's, or the response `of`."""
        of = of or ({} if school else {"contributor": by})
        rating = rating_of(self.assessment, code, school, **of)
        level = self.assessment.tree.levels[-1].pk
        words = f"What only {by.name} knows."
        return actions.rate(
            rating=rating, version=rating.version, by=by, level=level, evidence=words
        )

    def finish(self, by: User, school=None) -> None:
        for element in self.assessment.tree.elements:
            self.rate(by, element.code, school)

    def choose(self, **people: Group | None) -> None:
        """Change who rates: `tia=None` takes Tia out."""
        self.choose_people({getattr(self, name): group for name, group in people.items()})

    def choose_people(self, chosen: dict[User, Group | None]) -> None:
        groups = {user.pk: group for user, group in chosen.items()}
        self.assessment = actions.choose_contributors(
            assessment=self.assessment, groups=groups, by=self.lead, shows_names=False
        )


def set_up(trust: Trust, framework: Framework, lead: User, schools: list[School]) -> Round:
    """The draft, due in three weeks."""
    groups = {
        name: make_group(trust=trust, name=name, by=lead) for name in ("Executives", "Trustees")
    }
    today = timezone.localdate()
    made = Round(
        trust=trust,
        lead=lead,
        bob=person(trust, "Bob Executive", Role.CONTRIBUTOR),
        cas=person(trust, "Cas Executive", Role.CONTRIBUTOR),
        tia=person(trust, "Tia Trustee", Role.BOARD),
        sam=person(trust, "Sam School", Role.SCHOOL_LEAD, schools=schools[:1]) if schools else lead,
        bea=person(trust, "Bea Board", Role.BOARD),
        schools=schools,
        groups=groups,
        assessment=actions.start(
            trust=trust,
            framework=framework,
            title="Autumn",
            opened_on=today,
            due_on=today + timedelta(days=21),
            schools=schools,
            rated_apart=True,
            by=lead,
        ),
    )
    executives, trustees = groups["Executives"], groups["Trustees"]
    made.choose(bob=executives, cas=executives, tia=trustees)
    return made
