"""A trust's own words for a framework: take those of an imported document, go back to others."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect

from frameworks.models import Draft, Framework
from matcap.trusts.access import trust_view
from matcap.trusts.roles import Permission
from matcap.ui.refusal import Refused

from ..forms import WordingForm
from ..wordings import use_shipped_words, use_words


@trust_view(Permission.EDIT_FRAMEWORKS, methods=("POST",))
def take_words(request, trust, draft):
    """Use a draft as the trust's own words for a framework, in every assessment with it."""
    found = get_object_or_404(Draft.objects.in_work(), trust=trust, pk=draft)
    form = WordingForm(trust, request.POST)
    try:
        if not form.is_valid():
            raise Refused("Choose the framework that these are words for.")
        framework = form.cleaned_data["framework"]
        version = form.cleaned_data["version"]
        use_words(draft=found, framework=framework, version=version, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("imported", trust.slug, found.pk)
    messages.success(request, f"{framework} is shown in your own words now.")
    return redirect("imported", trust.slug, found.pk)


@trust_view(Permission.EDIT_FRAMEWORKS, methods=("POST",))
def put_words_aside(request, trust, slug, version):
    """Show a framework in its published words again."""
    framework = get_object_or_404(Framework.objects.read_by(trust), slug=slug, version=version)
    try:
        use_shipped_words(trust=trust, framework=framework, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"{framework} is shown in its published words again.")
    return redirect("rubric", trust.slug, slug, version)
