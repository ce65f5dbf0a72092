"""The people of a trust: who they are, what each can do, and changes of that."""

from dataclasses import dataclass

from django.contrib import messages
from django.db.models.functions import Lower
from django.shortcuts import get_object_or_404, redirect, render

from matcap.ui.refusal import Refused

from .. import actions
from ..access import trust_view
from ..forms.people import TermsForm
from ..models import Invitation, Membership
from ..roles import Permission
from ..terms import Terms, listed, terms_of

EDITS = ("GET", "HEAD", "POST")


@dataclass(frozen=True)
class Person:
    """A row of the page: a member or somebody invited, on their terms."""

    of: Membership | Invitation
    terms: Terms

    @property
    def may(self) -> str:
        """What they can do, in words that follow "May"."""
        return listed(self.of.words)


@trust_view(Permission.READ_OPEN)
def people(request, trust):
    """The members with what each can do; to those who manage them, the invitations too."""
    members = (
        Membership.objects.current()
        .filter(trust=trust)
        .select_related("user")
        .order_by(Lower("user__name"), "pk")
    )
    context = {"trust": trust, "people": _rows(members)}
    if request.membership.allows(Permission.PEOPLE):
        context["invited"] = _rows(Invitation.objects.waiting().filter(trust=trust))
    return render(request, "trusts/people.html", context)


def _rows(grants) -> list[Person]:
    found = grants.select_related("group").prefetch_related("schools", "shared_assessments")
    return [Person(grant, terms_of(grant)) for grant in found]


@trust_view(Permission.PEOPLE, methods=EDITS)
def change(request, trust, membership):
    """Change what a person is in the trust."""
    membership = _membership(trust, membership)
    form = TermsForm(trust, request.POST or None, terms=terms_of(membership))
    if request.method == "POST" and form.is_valid():
        try:
            actions.grant_role(
                trust=trust, user=membership.user, by=request.user, **vars(form.terms)
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"{membership.user.name} is now {form.terms.words}.")
            return redirect("people" if membership.user != request.user else "trust", trust.slug)
    context = {"trust": trust, "member": membership, "form": form}
    status = 422 if form.errors else 200
    return render(request, "trusts/person.html", context, status=status)


@trust_view(Permission.PEOPLE, methods=EDITS)
def remove(request, trust, membership):
    """Say what removing a person does, and do it."""
    membership = _membership(trust, membership)
    context = {"trust": trust, "member": membership}
    if request.method != "POST":
        return render(request, "trusts/remove_person.html", context)
    try:
        actions.remove_member(membership=membership, by=request.user)
    except Refused as refused:
        context["refused"] = str(refused)
        return render(request, "trusts/remove_person.html", context, status=409)
    if membership.user == request.user:
        return redirect("home")
    messages.success(request, f"{membership.user.name} is no longer in {trust.name}.")
    return redirect("people", trust.slug)


def _membership(trust, pk: int) -> Membership:
    found = Membership.objects.current().select_related("user", "trust")
    return get_object_or_404(found, pk=pk, trust=trust)
