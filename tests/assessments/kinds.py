"""Assessments with instruments of other kinds, and what pages of them send and say."""

from django.urls import reverse

from matcap.assessments import actions
from matcap.assessments.models import Assessment

from ..conftest import begin, rating_of
from ..house import instruments
from ..pages import read, sent
from .apart import Round, set_up

TARGET, CHOICES, EXAMPLES = "choir-steps", "who-decides", "good-neighbours"
GUIDE = "The source would put this under"
HTMX = {"HX-Request": "true"}


def together(trust, slug, lead, schools=()) -> Assessment:
    """Open, and rated by leads and contributors as one."""
    return begin(trust, instruments()[slug], lead, schools=schools)


def apart(trust, slug, lead, schools=()) -> Round:
    """Open, and rated by Bob, Cas and Tia each for themselves."""
    made = set_up(trust, instruments()[slug], lead, list(schools))
    made.open()
    return made


def give(made: Round, user, code: str, level=None, **touched):
    """A contributor's own answer to one element, by the level's code."""
    rating = rating_of(made.assessment, code, contributor=user)
    by_code = made.assessment.tree.level_by_code
    touched |= {"level": by_code[level].pk} if level else {}
    return actions.rate(rating=rating, version=rating.version, by=user, **touched)


def at(assessment, name: str, **kwargs) -> str:
    return reverse(name, args=[assessment.trust.slug, assessment.pk, *kwargs.values()])


def form_at(client, address: str) -> dict:
    """What the rating form at an address sends as it comes."""
    return sent(read(client.get(address)).one("form", id="rating-form"))


def post(client, address: str, **changed):
    """Send the form as a browser without JavaScript does, and read the page it leads to."""
    answer = client.post(address, form_at(client, address) | changed, follow=True)
    return read(answer)
