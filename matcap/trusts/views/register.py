"""The schools of several trusts from one extract, for whoever looks after the installation.

That is an account with `is_staff`, such as `script/manage createsuperuser` makes.
"""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from ..actions.extracts import Came, import_extract
from ..forms.register import RegisterForm
from ..models import Trust
from ..register.files import rows_of
from ..register.limits import Unreadable


@require_http_methods(["GET", "HEAD", "POST"])
def register(request):
    """Say what an extract would do to each trust, or import it: what `import_schools` does."""
    if not request.user.is_staff:
        raise Http404("Only for whoever looks after this installation.")
    form = RegisterForm(request.POST or None, request.FILES or None)
    context = {"form": form, "is_import": "import" in request.POST}
    if request.method == "POST" and form.is_valid():
        try:
            context["found"] = _import(form.cleaned_data, request.user, not context["is_import"])
        except Unreadable as unreadable:
            form.add_error("file", str(unreadable))
    status = 422 if form.errors else 200
    return render(request, "trusts/register.html", context, status=status)


def _import(sent, by, dry_run: bool) -> list[tuple[Trust, *Came]]:
    """Each trust with its counts and its refused rows."""
    found = import_extract(
        name=sent["file"].name,
        rows=rows_of(sent["file"]),
        which=[trust.uid for trust in sent["trusts"]],
        groups=sent["groups"],
        dry_run=dry_run,
        by=by,
    )
    return [(trust, *came) for trust, came in found.items()]
