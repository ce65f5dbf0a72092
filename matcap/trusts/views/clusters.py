"""A trust's clusters: make, rename, merge, delete."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render

from matcap.ui.refusal import Refused

from .. import actions
from ..access import trust_view
from ..forms.schools import NameForm
from ..roles import Permission


@trust_view(Permission.READ_OPEN, methods=("GET", "HEAD", "POST"), to_write=Permission.SCHOOLS)
def clusters(request, trust):
    """The clusters with how many schools are in each; a POST makes one."""
    form = NameForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.make_cluster(trust=trust, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error("name", error.messages)
        else:
            messages.success(request, f"The cluster {made} is made. Move schools into it.")
            return redirect("clusters", trust.slug)
    now = Count("schools", filter=Q(schools__left_on=None))
    found = trust.clusters.annotate(schools_now=now, schools_ever=Count("schools")).order_by("name")
    context = {"trust": trust, "clusters": list(found), "form": form}
    return render(request, "trusts/clusters.html", context)


@trust_view(Permission.SCHOOLS, methods=("POST",))
def rename(request, trust, cluster):
    """Give a cluster another name."""
    cluster, form = get_object_or_404(trust.clusters, pk=cluster), NameForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Give the cluster a name of at most 100 characters.")
        return redirect("clusters", trust.slug)
    try:
        actions.rename_cluster(cluster=cluster, by=request.user, **form.cleaned_data)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, f"The cluster is called {cluster} now.")
    return redirect("clusters", trust.slug)


@trust_view(Permission.SCHOOLS, methods=("POST",))
def merge(request, trust, cluster):
    """Move a cluster's schools into another and delete it."""
    cluster = get_object_or_404(trust.clusters, pk=cluster)
    into = request.POST.get("into", "")
    into = get_object_or_404(trust.clusters, pk=into if into.isdecimal() else None)
    try:
        actions.merge_clusters(cluster=cluster, into=into, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"{cluster} is merged into {into}.")
    return redirect("clusters", trust.slug)


@trust_view(Permission.SCHOOLS, methods=("POST",))
def delete(request, trust, cluster):
    """Delete a cluster that is empty."""
    cluster = get_object_or_404(trust.clusters, pk=cluster)
    try:
        actions.delete_cluster(cluster=cluster, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"The cluster {cluster} is deleted.")
    return redirect("clusters", trust.slug)
