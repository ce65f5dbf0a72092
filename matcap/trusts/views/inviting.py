"""Asking people to join a trust: the list, what will become of each line, and the emails."""

from dataclasses import replace

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from matcap.ui.refusal import Refused

from .. import actions
from ..access import trust_view
from ..actions.invitations import invited_among, members_among
from ..forms.people import InviteForm
from ..models import Invitation
from ..pasted import Line, read
from ..roles import Permission


@trust_view(Permission.PEOPLE, methods=("GET", "HEAD", "POST"))
def invite(request, trust):
    """Read a list, show what will become of each line, and send the invitations once confirmed."""
    form = InviteForm(trust, request.POST or None)
    context = {"trust": trust, "form": form}
    if request.method != "POST":
        return render(request, "trusts/invite.html", context)
    if form.is_valid():
        lines = _fates(trust, form.cleaned_data["people"])
        good = [(line.email, line.name) for line in lines if not line.problem]
        try:
            form.terms.check(trust)
            if "send" in request.POST and good:
                sent = actions.invite(trust=trust, people=good, terms=form.terms, by=request.user)
                return _sent(request, trust, sent)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            context |= {"lines": lines, "good": good, "terms": form.terms}
            return render(request, "trusts/invite_preview.html", context)
    return render(request, "trusts/invite.html", context, status=422)


def _fates(trust, text: str) -> list[Line]:
    """The lines, with a problem where the person is in the trust or invited already."""
    lines = read(text)
    emails = [line.email for line in lines if not line.problem]
    members, invited = members_among(trust, emails), invited_among(trust, emails)

    def fate(line: Line) -> Line:
        if line.problem or line.email not in members | invited:
            return line
        if line.email in members:
            return replace(line, problem=f"{line.email} is in the trust already.")
        return replace(line, problem=f"{line.email} is invited already. You can send it again.")

    return [fate(line) for line in lines]


def _sent(request, trust, sent):
    people = "1 person is" if len(sent) == 1 else f"{len(sent)} people are"
    messages.success(request, f"{people} invited. The emails are on their way.")
    return redirect("people", trust.slug)


@trust_view(Permission.PEOPLE, methods=("POST",))
def resend(request, trust, invitation):
    """Send an invitation again."""
    return _act(request, trust, invitation, actions.resend, "An email to {} is on its way.")


@trust_view(Permission.PEOPLE, methods=("POST",))
def withdraw(request, trust, invitation):
    """Make an invitation good no longer."""
    return _act(request, trust, invitation, actions.withdraw, "The invitation of {} is withdrawn.")


def _act(request, trust, pk: int, verb, said: str):
    invitation = get_object_or_404(Invitation.objects.select_related("trust"), pk=pk, trust=trust)
    try:
        verb(invitation=invitation, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, said.format(invitation.email))
    return redirect("people", trust.slug)
