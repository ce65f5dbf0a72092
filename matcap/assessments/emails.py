"""The emails about assessments. None has a rating or evidence in it, the reader's own included."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse

from matcap.accounts.models import User
from matcap.ui.sending import one_line

from .models import Assessment, Response
from .told import Move, Person


def news(move: Move, assessment: Assessment, person: Person) -> EmailMessage:
    """What one person is told of a move."""
    trust, tree = assessment.trust, assessment.tree
    own = person.response
    context = {
        "person": person,
        "assessment": assessment,
        "trust": trust,
        "tree": tree,
        "home": link("trust", trust.slug),
        "dates": link("dates", trust.slug, assessment.pk),
        "begin": link("rate_mine", trust.slug, assessment.pk, tree.elements[0].code)
        if own
        else link("assessment", trust.slug, assessment.pk),
        "schools": [
            (school, link("rate_school", trust.slug, assessment.pk, school.pk, first.code))
            for first in tree.elements[:1]
            for school in person.schools
        ],
    }
    return EmailMessage(
        subject=one_line(f"{assessment.title} is {move.label}: {trust.name}"),
        body=render_to_string(f"assessments/emails/{move.value}.txt", context),
        to=[person.user.email],
    )


def reminder(user: User, responses: list[Response]) -> EmailMessage:
    """The digest of what a person has still to rate; its headers let a mail program turn it off."""
    stop = link("stop_reminders", user.reminders_token)
    context = {
        "user": user,
        "waiting": [(response, _place(response)) for response in responses],
        "stop": stop,
        "account": link("account"),
    }
    titles = {response.assessment.title for response in responses}
    what = titles.pop() if len(titles) == 1 else f"{len(titles)} assessments"
    return EmailMessage(
        subject=one_line(f"Still to rate: {what}"),
        body=render_to_string("assessments/emails/reminder.txt", context),
        to=[user.email],
        headers={
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )


def _place(response: Response) -> str:
    """Where to go on with a response."""
    assessment = response.assessment
    where = [assessment.trust.slug, assessment.pk]
    first = assessment.tree.elements[0].code
    if response.school:
        return link("rate_school", *where, response.school_id, first)
    return link("rate_mine", *where, first)


def link(name: str, *args) -> str:
    """The full address of a page, for an email or a calendar."""
    return settings.SITE_ROOT + reverse(name, args=args)
