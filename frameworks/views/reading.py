"""The frameworks of a trust: which there are, and each to read, search, print and take away."""

from dataclasses import dataclass, field

from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.vary import vary_on_headers

from matcap.trusts.access import trust_view
from matcap.trusts.models import Network, Trust
from matcap.trusts.roles import Permission

from ..dumper import as_yaml, content_of
from ..models import Framework
from ..search import Search
from ..tree import tree_of


@dataclass
class Listed:
    """The newest version of a framework, and the ones before it, newest first."""

    newest: Framework
    earlier: list[Framework] = field(default_factory=list)


@trust_view(Permission.READ)
def frameworks(request, trust):
    """What the trust may use; for who may write them, its drafts too."""
    listed = _listed(trust)
    drafts = trust.framework_drafts.select_related("copied_from", "changed_by")
    context = {
        "trust": trust,
        "own": [one for one in listed if one.newest.owner_id == trust.pk],
        "shared": [one for one in listed if one.newest.owner_id not in (None, trust.pk)],
        "shipped": [one for one in listed if one.newest.owner_id is None],
    }
    if request.membership.allows(Permission.EDIT_FRAMEWORKS):
        context |= {"drafts": drafts.in_work(), "thrown_away": drafts.thrown_away()}
    return render(request, "frameworks/frameworks.html", context)


def _listed(trust: Trust) -> list[Listed]:
    """Each of the trust's frameworks once, with those of its networks that it is shared with."""
    networks = Prefetch("shared_with", Network.objects.filter(trusts=trust))
    found = Framework.objects.used_by(trust).select_related("owner").prefetch_related(networks)
    listed: dict[tuple, Listed] = {}
    for framework in found.order_by("title", "-published_at", "-pk"):
        key = framework.owner_id, framework.slug
        if key in listed:
            listed[key].earlier.append(framework)
        else:
            listed[key] = Listed(framework)
    for one in listed.values():  # a version may have another title than the one before
        every = sorted([one.newest, *one.earlier], key=lambda f: (f.published_at, f.pk))
        one.newest, one.earlier = every[-1], every[-2::-1]
    return list(listed.values())


@trust_view(Permission.READ)
@vary_on_headers("HX-Request")
def rubric(request, trust, slug, version):
    """A framework, whole or narrowed to what `?q=` finds; to htmx, what changes with `q` only."""
    framework = _read(trust, slug, version)
    words = Framework.objects.own_words(trust, framework)
    tree = tree_of(framework, words)
    is_piece = request.htmx and not request.htmx.history_restore_request
    return render(
        request,
        "frameworks/_found.html" if is_piece else "frameworks/rubric.html",
        {
            "trust": trust,
            "tree": tree,
            "words": words,
            "search": Search(tree, request.GET.get("q", "").strip()),
        },
    )


@trust_view(Permission.READ)
def framework_file(request, trust, slug, version):
    """A framework that the trust may use as a file, in the trust's words."""
    framework = get_object_or_404(Framework.objects.used_by(trust), slug=slug, version=version)
    content = content_of(framework, Framework.objects.own_words(trust, framework))
    response = HttpResponse(as_yaml(content), content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{slug}-{version}.yaml"'
    return response


def _read(trust: Trust, slug: str, version: str) -> Framework:
    return get_object_or_404(Framework.objects.read_by(trust), slug=slug, version=version)
