"""Words on their way: what a person typed in a row's form, carried to the next form they see.

Each function takes a `PriorityForm` as it came and gives the one to show; nothing is saved here.
"""

from django.http import QueryDict

from .forms import PriorityForm, read_as
from .table import IssueRow, PriorityRow

NOBODY_READ_IT = IssueRow(0, "", ())


def fresh(row: PriorityRow, evidence: str) -> PriorityForm:
    """The form of a row as it is stored, with a blank issue if there is none to begin with."""
    form = PriorityForm(row, evidence)
    return _begin_at_first(form if row.issues else with_blank(form))


def typed(row: PriorityRow, evidence: str, data: QueryDict) -> PriorityForm:
    """The form of a row as a person sent it."""
    return PriorityForm(row, evidence, data)


def with_blank(form: PriorityForm) -> PriorityForm:
    """The same with one more issue to write, unless a blank one waits already."""
    return _with_text(form, "", from_evidence=False)


def with_evidence(form: PriorityForm) -> PriorityForm:
    """The same with the element's key evidence as an issue."""
    return _with_text(form, form.evidence, from_evidence=True)


def _with_text(form: PriorityForm, text: str, *, from_evidence: bool) -> PriorityForm:
    data = _data(form)
    data["issue-TOTAL_FORMS"], data["issue-INITIAL_FORMS"] = str(len(form.issues)), "0"
    blank = (index for index, issue in enumerate(form.issues) if issue.is_blank)
    index = next(blank, None)
    if index is None:
        index = _append(data, text, [], NOBODY_READ_IT)
    data[f"issue-{index}-text"] = text
    data[f"issue-{index}-from_evidence"] = "on" if from_evidence else ""
    return _redrawn(form, data, f"issue-{index}-text")


def with_issue(form: PriorityForm, pk: int, *, removed: bool, version: int) -> PriorityForm:
    """The same after one of its issues was removed or put back, at the cost of a version.

    `version` is the priority's since then. A form that was stale before stays stale.
    """
    data = _data(form)
    if data.get("version") == str(version - 1):
        data["version"] = str(version)
    for index, issue in enumerate(form.issues):
        if str(issue["pk"].value()) == str(pk):
            data[f"issue-{index}-removed"] = "on" if removed else ""
            return _redrawn(form, data, f"issue-{index}-{'undo' if removed else 'text'}")
    return _redrawn(form, data, "")


def caught_up(form: PriorityForm, row: PriorityRow) -> PriorityForm:
    """The same against the row as it stands since: what was typed stays, the rest follows the row.

    `form` is valid. Saving the result replaces what stands, field by field, where both changed.
    """
    data = QueryDict(mutable=True)
    data["version"] = str(row.version)
    for name in ("what_we_will_do", "progress_sought"):
        stored = getattr(row, name)
        data[f"initial-{name}"] = stored
        data[name] = form.words.cleaned_data[name] if name in form.words.changed_data else stored
    data["issue-TOTAL_FORMS"] = data["issue-INITIAL_FORMS"] = "0"
    ours = {issue.cleaned_data["pk"]: issue for issue in form.issues if issue.cleaned_data}
    for issue in row.issues:
        _append_merged(data, issue, ours.get(issue.pk))
    for issue in form.issues:
        if not {stored.pk for stored in row.issues} & {issue.cleaned_data.get("pk")}:
            _append_ours(data, issue)
    merged = PriorityForm(row, form.evidence, data)
    merged.is_conflict = True
    return _begin_at_first(merged)


def _append_merged(data: QueryDict, stored: IssueRow, ours) -> None:
    text, strands = stored.text, [strand.pk for strand in stored.strands]
    if ours and "text" in ours.touched:
        text = ours.cleaned_data["text"]
    if ours and "strands" in ours.touched:
        strands = ours.cleaned_data["strands"]
    index = _append(data, text, strands, stored)
    data[f"issue-{index}-pk"] = str(stored.pk)
    data[f"issue-{index}-from_evidence"] = "on" if stored.from_evidence else ""
    data[f"issue-{index}-removed"] = "on" if ours and ours.cleaned_data["removed"] else ""


def _append_ours(data: QueryDict, ours) -> None:
    """Add an issue that the row does not have (any more): one just written, or one just removed."""
    edit, sent = ours.edit(), ours.cleaned_data
    if edit:
        index = _append(data, edit.text, edit.strands, NOBODY_READ_IT)
        data[f"issue-{index}-from_evidence"] = "on" if edit.from_evidence else ""
    elif sent.get("pk") and sent["removed"]:
        index = _append(data, sent["text"], sent["strands"], NOBODY_READ_IT)
        data[f"issue-{index}-pk"] = str(sent["pk"])
        data[f"issue-{index}-removed"] = "on"


def _append(data: QueryDict, text: str, strands, read: IssueRow) -> int:
    """Add an issue to the data of a form, as typed and as it was read; its index."""
    index = int(data["issue-TOTAL_FORMS"])
    data["issue-TOTAL_FORMS"] = str(index + 1)
    data[f"issue-{index}-pk"] = ""
    data[f"issue-{index}-text"] = text
    data[f"initial-issue-{index}-text"] = read.text
    data.setlist(f"issue-{index}-strands", [str(pk) for pk in strands])
    data[f"issue-{index}-read"] = read_as(strand.pk for strand in read.strands)
    return index


def _data(form: PriorityForm) -> QueryDict:
    """The form as data: what was sent, or else what an untouched form would send."""
    if form.data is not None:
        return form.data.copy()
    untouched = QueryDict(mutable=True)
    untouched["version"] = str(form.row.version)
    for name in ("what_we_will_do", "progress_sought"):
        untouched[name] = untouched[f"initial-{name}"] = getattr(form.row, name)
    untouched["issue-TOTAL_FORMS"] = untouched["issue-INITIAL_FORMS"] = "0"
    for issue in form.row.issues:
        _append_merged(untouched, issue, None)
    return untouched


def _redrawn(form: PriorityForm, data: QueryDict, focus: str) -> PriorityForm:
    again = PriorityForm(form.row, form.evidence, data)
    again.begin_at(focus)
    return again


def _begin_at_first(form: PriorityForm) -> PriorityForm:
    form.begin_at("issue-0-text" if len(form.issues) else "what_we_will_do")
    return form
