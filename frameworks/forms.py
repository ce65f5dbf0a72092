"""What people send to the drafts of frameworks. A draft may be faulty: only its size is checked."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.forms import BaseFormSet, formset_factory

from .models import Framework
from .numerals import numeral
from .tokens import TOKENS

LONGEST = 20_000  # characters of one text
MOST_ROWS = 200
LATEST_VERSION = 2**31 - 2  # a version rises by one, and the column ends at 2³¹ - 1


class Line(forms.CharField):
    """A text on one line."""

    def __init__(self, label: str, **options):
        super().__init__(label=label, required=False, max_length=500, **options)
        self.widget.attrs["class"] = "form-control"


class Words(forms.CharField):
    """A text of any length, with the line ends that files have."""

    def __init__(self, label: str, rows: int = 2, **options):
        widget = forms.Textarea({"rows": rows, "class": "form-control"})
        super().__init__(
            label=label, required=False, max_length=LONGEST, widget=widget, strip=False, **options
        )

    def to_python(self, value):
        """The text without white space around it, its lines as files end them."""
        return super().to_python(value).replace("\r\n", "\n").strip()


class Choice(forms.ChoiceField):
    """One of a few; none where the draft has none yet."""

    def __init__(self, label: str, **options):
        super().__init__(label=label, required=False, **options)
        if isinstance(self.widget, forms.Select) and not isinstance(self.widget, forms.RadioSelect):
            self.widget.attrs["class"] = "form-select"


class ReadAt(forms.Form):
    """The version of the draft that a page was read at."""

    version = forms.IntegerField(
        min_value=1, max_value=LATEST_VERSION, widget=forms.HiddenInput({"id": False})
    )


class Row(forms.Form):
    """One of several. `at` is its place in the draft that was read, from 0; a new one has none."""

    at = forms.IntegerField(
        required=False, min_value=0, max_value=MOST_ROWS, widget=forms.HiddenInput({"id": False})
    )


class AreaForm(Row):
    """An area's own words."""

    code = Line("Code")
    name = Line("Name of the area")


class LevelForm(Row):
    """A level."""

    code = Line("Code")
    name = Line("Name")
    meaning = Line("What it means")
    colour = Choice(
        "Colour",
        choices=[(token, token.replace("-", " ").capitalize()) for token in TOKENS],
        widget=forms.RadioSelect,
    )


class GuidanceForm(Row):
    """A part of the guidance."""

    title = Line("Heading")
    text = Words("Text", rows=3)


class StrandForm(Row):
    """A strand: its question, and a descriptor for each of `levels`, which are dicts."""

    was = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput({"id": False}))
    question = Words("Question")

    def __init__(self, *args, levels: list[dict], described: set[str], **options):
        super().__init__(*args, **options)
        self.levels, self.described = levels, described
        for place, level in enumerate(levels):
            self.fields[f"level-{place}"] = Words(level["name"] or level["code"] or "Level")

    @property
    def numeral(self) -> str:
        """Its number, by its place among the rows."""
        return numeral(min(int(self.prefix.rpartition("-")[2]) + 1, 89))

    @property
    def has_more_words(self) -> bool:
        """Whether a level is described here that is described nowhere else."""
        return any(field.value() for _, field in self.more_looks)

    @property
    def looks(self) -> list[tuple[dict, forms.BoundField]]:
        """The levels that are described in this framework, each with its field."""
        return [(level, field) for level, field in self._all if level["code"] in self.described]

    @property
    def more_looks(self) -> list[tuple[dict, forms.BoundField]]:
        """The others."""
        return [(level, field) for level, field in self._all if level["code"] not in self.described]

    @property
    def _all(self):
        return [(level, self[f"level-{place}"]) for place, level in enumerate(self.levels)]


class OutlineForm(ReadAt):
    """The outline has nothing but rows."""


class LevelsForm(ReadAt):
    """The levels have nothing but rows."""


class DetailsForm(ReadAt):
    """What stands at the head of a framework."""

    title = Line("Title")
    summary = Words("Summary", help_text="What it is for, in a sentence or two.")
    source = Words("Source", help_text="Where it comes from, and whose words these are.")
    scale = Choice("Elements are answered by", choices=Framework.Scale.choices)
    now = Line("Label of a level", help_text="Such as Where we are now. You can leave it empty.")
    target = Line(
        "Label of a target level",
        help_text=(
            "Such as Where we need to be. With it, each rating has a target too; only for levels "
            "from weak to strong."
        ),
    )


class ElementForm(ReadAt):
    """An element's own words. `of` is the code that it had when the page was read."""

    of = forms.CharField(required=False, max_length=500, widget=forms.HiddenInput({"id": False}))
    code = Line("Code")
    name = Line("Name")
    area = Choice("Area")
    topics = Words("Topics, one a line", rows=3)
    note = Words("Note for those who rate")
    trustee_question = Words("What trustees might ask")
    guide = Choice(
        "Where its source would put it", help_text="Shown only after somebody has chosen."
    )

    def __init__(self, *args, areas: list[dict], levels: list[dict] | None, **options):
        super().__init__(*args, **options)
        self.fields["area"].choices = [
            (str(place), f"{area.get('code', '')} {area.get('name', '')}".strip() or "No name yet")
            for place, area in enumerate(areas)
        ]
        if levels is None:
            del self.fields["guide"]
        else:
            named = [(level["code"], f"{level['code']} {level['name']}") for level in levels]
            self.fields["guide"].choices = [("", "It does not say"), *named]


class PublishForm(ReadAt):
    """The number that a version is to go by."""

    number = forms.CharField(
        label="Number of this version",
        max_length=20,
        widget=forms.TextInput({"class": "form-control"}),
        help_text="It cannot be changed later. Letters, digits, dots and hyphens.",
    )


def rows_of(form: type[Row], prefix: str, *args, form_kwargs=None, **options) -> BaseFormSet:
    """Rows of a kind, bound or with initial values as a form is; a row may be empty."""
    rows = formset_factory(form, extra=0, max_num=MOST_ROWS, absolute_max=MOST_ROWS)
    form_kwargs = {"empty_permitted": False} | (form_kwargs or {})
    return rows(*args, prefix=prefix, auto_id="%s", form_kwargs=form_kwargs, **options)


class DocumentForm(forms.Form):
    """A document that holds a framework."""

    file = forms.FileField(
        label="File",
        allow_empty_file=True,  # what reads it says better what to do
        help_text=(
            "A Word document (.docx), an Excel workbook (.xlsx), CSV, or a framework's own file "
            "(.yaml or .json). At most 20 MB."
        ),
        widget=forms.ClearableFileInput({"accept": ".docx,.xlsx,.csv,.yaml,.yml,.json"}),
        error_messages={"required": "Choose the file."},
    )

    def __init__(self, data=None, files=None):
        super().__init__(data, files)
        self.helper = FormHelper()
        self.helper.layout = Layout("file", Submit("read", "Read it"))
