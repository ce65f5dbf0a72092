"""The rubric: a framework to read, search and print."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.vary import vary_on_headers

from matcap.trusts.access import trust_view
from matcap.trusts.roles import Permission

from .models import Framework
from .search import Search
from .tree import tree_of


@trust_view(Permission.READ)
@vary_on_headers("HX-Request")
def rubric(request, trust, slug, version):
    """A framework, whole or narrowed to what `?q=` finds; to htmx, what changes with `q` only."""
    framework = get_object_or_404(Framework.objects.used_by(trust), slug=slug, version=version)
    tree = tree_of(framework)
    is_piece = request.htmx and not request.htmx.history_restore_request
    return render(
        request,
        "frameworks/_found.html" if is_piece else "frameworks/rubric.html",
        {
            "trust": trust,
            "tree": tree,
            "search": Search(tree, request.GET.get("q", "").strip()),
        },
    )
