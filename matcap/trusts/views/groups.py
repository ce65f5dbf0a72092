"""A trust's groups: make, rename, delete."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render

from matcap.ui.refusal import Refused

from .. import actions
from ..access import trust_view
from ..forms.people import GroupForm
from ..models import Group
from ..roles import Permission


@trust_view(Permission.PEOPLE, methods=("GET", "HEAD", "POST"))
def groups(request, trust):
    """The groups, and those that are offered; a POST makes one."""
    form = GroupForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.make_group(trust=trust, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error("name", error.messages)
        else:
            messages.success(request, f"The group {made} is made.")
            return redirect("groups", trust.slug)
    found = list(trust.groups.all())
    taken = {group.name.lower() for group in found}
    offered = [name for name in Group.OFFERED if name.lower() not in taken]
    context = {"trust": trust, "groups": found, "offered": offered, "form": form}
    return render(request, "trusts/groups.html", context, status=422 if form.errors else 200)


@trust_view(Permission.PEOPLE, methods=("POST",))
def rename(request, trust, group):
    """Give a group another name."""
    group, form = get_object_or_404(trust.groups, pk=group), GroupForm(request.POST)
    try:
        if not form.is_valid():
            raise ValidationError("Give the group a name of at most 60 characters.")
        actions.rename_group(group=group, by=request.user, **form.cleaned_data)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, f"The group is called {group} now.")
    return redirect("groups", trust.slug)


@trust_view(Permission.PEOPLE, methods=("POST",))
def delete(request, trust, group):
    """Delete a group in which nobody rates."""
    group = get_object_or_404(trust.groups, pk=group)
    try:
        actions.delete_group(group=group, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"The group {group} is deleted.")
    return redirect("groups", trust.slug)
