"""The plan's page, and each change of it."""

from django.shortcuts import get_object_or_404

from matcap.assessments.actions import Refused
from matcap.assessments.models import Assessment
from matcap.trusts.access import trust_view
from matcap.trusts.roles import Permission

from . import actions, drafts
from .answers import Done, done, form_of, number, row_of, show
from .models import TO_ITS_TREE, Issue, Priority
from .table import read


@trust_view(Permission.READ)
def plan(request, trust, assessment):
    """Show the plan; `?edit=` opens a row's form, and `?did=` says what was done."""
    did, to, edit = (request.GET.get(name, "") for name in ("did", "priority", "edit"))
    return show(request, _assessment(request, assessment), done=Done(did, number(to), number(edit)))


@trust_view(Permission.PLAN, methods=("POST",))
def add(request, trust, assessment):
    """Make an element a priority, and open its row."""
    assessment = _assessment(request, assessment)
    element = number(request.POST.get("element"))
    if element is None:
        return show(request, assessment, refused="Choose an element to add.", status=422)
    try:
        added = actions.add_priority(assessment=assessment, element=element, by=request.user)
    except Refused as refused:
        return show(request, assessment, refused=str(refused), status=409)
    return done(request, assessment, Done("added", added.pk, edit=added.pk))


@trust_view(Permission.PLAN, methods=("GET", "HEAD", "POST"))
def priority(request, trust, priority):
    """Open a row's form; carry it on unsaved, or save it, by the button that was pressed."""
    found, assessment = _priority(trust, priority)
    if request.method != "POST":
        return done(request, assessment, Done(edit=found.pk))
    table = read(assessment)
    form = form_of(request, table, found.pk)
    pressed = request.POST.get("do")
    if pressed == "resume":  # a browser brings words that an earlier page did not save
        return show(request, assessment, table=table, form=form)
    if pressed == "another":
        return show(request, assessment, table=table, form=drafts.with_blank(form))
    if pressed == "draw":
        return show(request, assessment, table=table, form=drafts.with_evidence(form))
    if not form.is_valid():
        return show(request, assessment, table=table, form=form, status=422)
    return _save(request, assessment, found, form)


def _save(request, assessment, found: Priority, form):
    version = form.version
    try:
        if request.POST.get("do") == "restore":
            restored = actions.restore_priority(priority=found, by=request.user)
            version = restored.version if version == found.version else version
        actions.edit_priority(priority=found, version=version, by=request.user, **form.touched())
    except Refused as refused:
        table = read(assessment)
        if isinstance(refused, actions.Stale):
            form = drafts.caught_up(form, row_of(table, found.pk))
        form.sentences = [str(refused)]
        return show(request, assessment, table=table, form=form, status=409)
    return done(request, assessment, Done("saved", found.pk))


@trust_view(Permission.PLAN, methods=("POST",))
def move(request, trust, priority):
    """Let a priority change places with the one above or below it (`to` is up or down)."""
    to = actions.Direction.DOWN if request.POST.get("to") == "down" else actions.Direction.UP
    return _act(request, trust, priority, actions.move_priority, to.value, direction=to)


@trust_view(Permission.PLAN, methods=("POST",))
def remove(request, trust, priority):
    """Take a priority out of the plan, and offer to undo it."""
    return _act(request, trust, priority, actions.remove_priority, "removed")


@trust_view(Permission.PLAN, methods=("POST",))
def restore(request, trust, priority):
    """Put a removed priority back."""
    return _act(request, trust, priority, actions.restore_priority, "restored")


def _act(request, trust, priority: int, verb, did: str, **options):
    found, assessment = _priority(trust, priority)
    try:
        verb(priority=found, by=request.user, **options)
    except Refused as refused:
        return show(request, assessment, refused=str(refused), status=409)
    return done(request, assessment, Done(did, found.pk))


@trust_view(Permission.PLAN, methods=("POST",))
def remove_issue(request, trust, issue):
    """Take an issue away, and offer to undo it in the row's form."""
    return _act_on_issue(request, trust, issue, actions.remove_issue, removed=True)


@trust_view(Permission.PLAN, methods=("POST",))
def restore_issue(request, trust, issue):
    """Put a removed issue back."""
    return _act_on_issue(request, trust, issue, actions.restore_issue, removed=False)


def _act_on_issue(request, trust, issue: int, verb, *, removed: bool):
    """The button sits in the row's form, so that what is typed there comes along and stays."""
    issue = get_object_or_404(
        Issue.objects.select_related(*(f"priority__{path}" for path in TO_ITS_TREE)),
        priority__plan__trust=trust,
        pk=issue,
    )
    assessment, refusal = issue.priority.plan.assessment, ""
    try:
        version = verb(issue=issue, by=request.user).version
    except Refused as refused:
        refusal = str(refused)
    table = read(assessment)
    form = form_of(request, table, issue.priority_id) if "version" in request.POST else None
    if refusal:
        return show(request, assessment, table=table, form=form, refused=refusal, status=409)
    if form is None:
        return done(request, assessment, Done(edit=issue.priority_id))
    form = drafts.with_issue(form, issue.pk, removed=removed, version=version)
    return show(request, assessment, table=table, form=form)


def _assessment(request, pk: int) -> Assessment:
    return get_object_or_404(Assessment.objects.seen_by(request.membership), pk=pk)


def _priority(trust, pk: int) -> tuple[Priority, Assessment]:
    found = get_object_or_404(
        Priority.objects.select_related(*TO_ITS_TREE), plan__trust=trust, pk=pk
    )
    return found, found.plan.assessment
