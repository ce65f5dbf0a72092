"""What people send to plans: one priority, with its words and its issues.

Each field carries the words that the person read beside those they typed (Django's "hidden
initial"), so that only what they touched is written, even after somebody else's change.
"""

from collections.abc import Iterable

from django import forms

from frameworks.tree import ElementNode
from matcap.assessments.forms import LATEST_VERSION, Words

from .actions import IssueEdit
from .table import IssueRow, PriorityRow


def _words(rows: int, label: str) -> Words:
    widget = forms.Textarea({"rows": rows, "class": "form-control", "dir": "auto"})
    return Words(show_hidden_initial=True, widget=widget, label=label)


class WordsForm(forms.Form):
    """The words of a priority."""

    version = forms.IntegerField(
        min_value=1,
        max_value=LATEST_VERSION,
        widget=forms.HiddenInput,
        error_messages={"required": "This form came without its version. Open the row again."},
    )
    what_we_will_do = _words(rows=6, label="What we will do")
    progress_sought = _words(rows=6, label="Progress we want in 12 months")


class IssueForm(forms.Form):
    """One issue. `removed` issues keep their words in the form, so that Undo brings them back."""

    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)
    from_evidence = forms.BooleanField(required=False, widget=forms.HiddenInput)
    removed = forms.BooleanField(required=False, widget=forms.HiddenInput)
    text = _words(rows=3, label="What was found")
    strands = forms.TypedMultipleChoiceField(
        coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    read = forms.CharField(required=False, widget=forms.HiddenInput)  # the strands, as pks

    def __init__(self, *args, element: ElementNode, now: IssueRow | None = None, **options):
        super().__init__(*args, **options)
        self.now = now
        field = self.fields["strands"]
        field.choices = [(strand.pk, f"({strand.numeral})") for strand in element.strands]
        field.error_messages["invalid_choice"] = f"That strand is not part of {element.code}."

    def clean(self):
        """An issue that cites strands, or that was there before, says what was found."""
        data = super().clean()
        if "text" in self.errors or data["text"].strip() or data["removed"]:
            return data
        if data.get("pk"):
            self.add_error("text", "Write what was found, or remove the issue.")
        elif data.get("strands"):
            self.add_error("text", "Write what was found, or untick its strands.")
        return data

    @property
    def undo_name(self) -> str:
        """What `PriorityForm.focus` calls its Undo button."""
        return self.add_prefix("undo")

    @property
    def is_removed(self) -> bool:
        """Whether it was removed while the form was open."""
        return self.fields["removed"].to_python(self["removed"].value())

    @property
    def is_drawn(self) -> bool:
        """Whether its words began as the key evidence."""
        return self.fields["from_evidence"].to_python(self["from_evidence"].value())

    @property
    def is_blank(self) -> bool:
        """Whether nothing has been put in it."""
        return not (self["pk"].value() or self["text"].value() or self._ticked)

    @property
    def differs(self) -> bool:
        """Whether its words or strands are not those that are stored."""
        stored = {str(strand.pk) for strand in self.now.strands} if self.now else set()
        text = self["text"].value() or ""
        return bool(self.now) and (text != self.now.text or self._ticked != stored)

    @property
    def touched(self) -> set[str]:
        """Which of `text` and `strands` are not as they were when the person read them."""
        read = set((self["read"].value() or "").split(",")) - {""}
        return {"text"} & set(self.changed_data) | ({"strands"} if self._ticked != read else set())

    @property
    def _ticked(self) -> set[str]:
        return {str(pk) for pk in self["strands"].value() or ()}

    def edit(self) -> IssueEdit | None:
        """What to write, or None when there is nothing to."""
        data = self.cleaned_data
        if not data or data["removed"] or not data["text"].strip():
            return None
        if data["pk"] and not self.touched:
            return None
        return IssueEdit(data["pk"], data["text"], data["strands"], data["from_evidence"])


class IssueFormSet(forms.BaseFormSet):
    """The issues of one priority, and blank ones to fill in."""

    default_error_messages = {
        "missing_management_form": "Part of this form is missing. Open the row again."
    }

    def __init__(self, *args, row: PriorityRow, **options):
        self.row = row
        self._now = {str(issue.pk): issue for issue in row.issues}
        super().__init__(*args, **options)

    def get_form_kwargs(self, index):
        """Each form gets the element and, so that a conflict can show it, the issue as it is."""
        pk = self.data.get(f"{self.prefix}-{index}-pk", "") if self.is_bound else ""
        return {"element": self.row.element, "now": self._now.get(pk)}


IssueForms = forms.formset_factory(
    IssueForm, formset=IssueFormSet, extra=0, max_num=100, absolute_max=300
)


class PriorityForm:
    """A priority's words and issues as one form: as they are stored, or as `data` has them.

    `evidence` is the key evidence that the form offers to draw on; `sentences` say what is wrong
    with the whole; `focus` is the name of the field to begin at.
    """

    def __init__(self, row: PriorityRow, evidence: str = "", data=None):
        self.row = row
        self.evidence = evidence
        self.data = data
        auto_id = f"p{row.pk}-%s"
        self.words = WordsForm(data, auto_id=auto_id, initial=_words_of(row), label_suffix="")
        self.issues = IssueForms(
            data,
            row=row,
            prefix="issue",
            auto_id=auto_id,
            initial=[_issue_of(issue) for issue in row.issues],
        )
        self.sentences: list[str] = []
        self.is_conflict = False
        self.focus = ""

    def is_valid(self) -> bool:
        """Whether it can be saved. If not, it says why and begins at the first fault."""
        valid = [self.words.is_valid(), self.issues.is_valid()]
        self.sentences = [*self.words.errors.get("version", ()), *self.issues.non_form_errors()]
        faults = (
            form.add_prefix(name) for form in (*self.issues, self.words) for name in form.errors
        )
        self.begin_at(next(faults, ""))
        return all(valid)

    def begin_at(self, focus: str) -> None:
        """Put the cursor in a field, by its name, when the form is shown."""
        self.focus = focus
        for form in (*self.issues, self.words):
            for name, field in form.fields.items():
                if form.add_prefix(name) == focus:
                    field.widget.attrs["autofocus"] = True

    @property
    def version(self) -> int:
        """The version that the person read."""
        return self.words.cleaned_data["version"]

    @property
    def is_touched(self) -> bool:
        """Whether it holds words that are not saved."""
        words = {"what_we_will_do", "progress_sought"} & set(self.words.changed_data)
        return bool(words) or any(issue.touched for issue in self.issues)

    def touched(self) -> dict:
        """The keyword arguments for `actions.edit_priority`."""
        changed = set(self.words.changed_data) - {"version"}
        edits = (form.edit() for form in self.issues)
        return {name: self.words.cleaned_data[name] for name in changed} | {
            "issues": [edit for edit in edits if edit]
        }

    @property
    def may_draw(self) -> bool:
        """Whether there is key evidence that is not among the issues yet."""
        texts = {(form["text"].value() or "").replace("\r\n", "\n") for form in self.issues}
        return bool(self.evidence.strip()) and self.evidence not in texts


def read_as(strands: Iterable[int]) -> str:
    """How a form remembers the strands that the person read."""
    return ",".join(map(str, strands))


def _words_of(row: PriorityRow) -> dict:
    return {
        "version": row.version,
        "what_we_will_do": row.what_we_will_do,
        "progress_sought": row.progress_sought,
    }


def _issue_of(issue: IssueRow) -> dict:
    return {
        "pk": issue.pk,
        "text": issue.text,
        "strands": [strand.pk for strand in issue.strands],
        "read": read_as(strand.pk for strand in issue.strands),
        "from_evidence": issue.from_evidence,
    }
