"""What people send to assessments."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Field, Layout, Submit
from django import forms
from django.utils import timezone

from frameworks.models import Framework
from frameworks.tree import ElementNode, FrameworkTree
from matcap.trusts.models import School, Trust

from ..actions import Refused
from ..evidence import attach_file, attach_link
from ..models import EvidenceItem, Rating
from ..offering import offer

WRITTEN_AT_MOST = 50_000
LATEST_VERSION = 2**31 - 2  # a version rises by one, and the column ends at 2³¹ - 1


class Words(forms.CharField):
    """Text as typed, but for line ends, which browsers rewrite.

    Only the server judges its length: a browser that is told cuts what is pasted without a word.
    """

    default_error_messages = {
        "max_length": "Write at most %(limit_value)d characters: this has %(show_value)d."
    }

    def __init__(self, **options):
        super().__init__(required=False, strip=False, max_length=WRITTEN_AT_MOST, **options)

    def widget_attrs(self, widget):
        """Django's own, but for the length."""
        return {}

    def to_python(self, value):
        """The text with the line ends of a textarea."""
        return super().to_python(value).replace("\r\n", "\n")


class StartForm(forms.Form):
    """Starts an assessment of one trust."""

    framework = forms.ModelChoiceField(
        Framework.objects.none(),
        label="Framework",
        empty_label=None,
        help_text="The newest version of each, and the one you used last until you use a newer.",
    )
    title = forms.CharField(
        label="Title", max_length=100, help_text="What people will know it by, such as Autumn 2026."
    )
    opened_on = forms.DateField(
        label="Starts on", widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    due_on = forms.DateField(
        label="Ratings are due by",
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text="You can leave this empty.",
    )
    rated_apart = forms.TypedChoiceField(
        label="How do you rate?",
        choices=[
            ("", "Together: leads and contributors write the trust's ratings as one"),
            ("yes", "Separately, then meet: each in a group, then you moderate and agree"),
        ],
        coerce=bool,
        empty_value=False,
        required=False,
        widget=forms.RadioSelect,
    )
    carries = forms.BooleanField(
        label="Carry last time's ratings and evidence forward, to be looked at again",
        required=False,
        help_text=(
            "They are there when you open it, each marked until somebody changes it or says that "
            "it is still right. Links and files stay with last time's. Without it you rate afresh."
        ),
    )
    schools = forms.ModelMultipleChoiceField(
        School.objects.none(),
        label="Schools in it",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=(
            "The trust is always rated as a whole. Each school ticked here rates itself too, and "
            "you can add your own view of it."
        ),
    )

    def __init__(self, trust: Trust, data=None, framework: str | None = None):
        today = timezone.localdate()
        season = "Spring" if today.month < 5 else "Summer" if today.month < 9 else "Autumn"
        title = f"{season} {today.year}"
        offered = offer(trust)
        labels = offered.labels
        begin = {"opened_on": today, "title": title, "rated_apart": ""}
        super().__init__(data, initial=begin | {"framework": framework or offered.first})
        self.fields["framework"].queryset = Framework.objects.filter(pk__in=labels)
        self.fields["framework"].label_from_instance = lambda framework: labels[framework.pk]
        if not offered.has_last_time:
            del self.fields["carries"]
        self.fields["schools"].queryset = trust.schools.filter(left_on=None)
        if not trust.schools.filter(left_on=None).exists():
            del self.fields["schools"]
        self.helper = FormHelper()
        self.helper.layout = Layout(
            "framework",
            "title",
            Div(Field("opened_on"), Field("due_on"), css_class="field-pair"),
            *(name for name in ("rated_apart", "carries", "schools") if name in self.fields),
            Submit("start", "Start the assessment"),
        )


class ReasonForm(forms.Form):
    """Says why an assessment is taken a step back."""

    reason = forms.CharField(
        label="Why are you going back?",
        max_length=1000,
        error_messages={"required": "Say why: the reason is kept in its history."},
    )

    def checked(self) -> str:
        """The reason. Raises Refused with what is wrong with it."""
        if not self.is_valid():
            raise Refused(" ".join(self.errors["reason"]))
        return self.cleaned_data["reason"]


class OriginsForm(forms.Form):
    """Which element of last time's version each one continues. A field an element, by its code."""

    def __init__(self, assessment, changes, data=None):
        super().__init__(data)
        old = assessment.previous.tree.elements
        choices = [("", "New: nothing of last time's"), *((one.code, str(one)) for one in old)]
        self.changes = {one.element.code: one for one in changes}
        for code, one in self.changes.items():
            self.fields[code] = forms.ChoiceField(
                label=f"{code} continues",
                choices=choices,
                required=False,
                initial=one.old.code if one.old else "",
                widget=forms.Select({"class": "form-select"}),
                error_messages={"invalid_choice": f"Choose again what {code} continues."},
            )

    @property
    def rows(self) -> list[tuple]:
        """(what changed of the element, its field), in the framework's order."""
        return [(one, self[code]) for code, one in self.changes.items()]

    @property
    def chosen(self) -> dict[str, str]:
        """What was sent, as `versions.map_origins` takes it."""
        return {code: was for code, was in self.cleaned_data.items() if code in self.data}


class WhoRatesForm(forms.Form):
    """Who rates, each in a group. A field a member, named by their account."""

    shows_names = forms.TypedChoiceField(
        label="In moderation, show",
        choices=[
            ("", "groups only: a group of fewer than three counts with the others"),
            ("yes", "each person's name beside what they gave"),
        ],
        coerce=bool,
        empty_value=False,
        required=False,
        widget=forms.RadioSelect({"class": "form-check-input"}),
    )

    def __init__(self, assessment, members, groups, responses, data=None):
        super().__init__(data, initial={"shows_names": "yes" if assessment.shows_names else ""})
        self.group_by_pk = {str(group.pk): group for group in groups}
        choices = [("", "Does not rate"), *((str(group.pk), group.name) for group in groups)]
        rates_in = {one.contributor_id: one.group_id for one in responses}
        self.people = {}
        for member in members:
            name = f"group-{member.user_id}"
            # Somebody whose group is known is offered as a contributor until somebody is chosen.
            group = rates_in.get(member.user_id) if responses else member.group_id
            self.fields[name] = forms.ChoiceField(
                label=member.user.name,
                choices=choices,
                required=False,
                initial=str(group or ""),
                widget=forms.Select({"class": "form-select"}),
                error_messages={"invalid_choice": f"Choose {member.user.name}'s group again."},
            )
            self.people[name] = member

    @property
    def rows(self) -> list[tuple]:
        """(the member, their field), in the members' order."""
        return [(member, self[name]) for name, member in self.people.items()]

    @property
    def chosen(self) -> dict:
        """What was sent, as `actions.choose_contributors` takes it."""
        groups = {
            member.user_id: self.group_by_pk.get(self.cleaned_data[name])
            for name, member in self.people.items()
            if name in self.data
        }
        return {"groups": groups, "shows_names": self.cleaned_data["shows_names"]}

    @property
    def said(self) -> str:
        """How many rate, in how many groups, in words."""
        groups = [group for group in self.chosen["groups"].values() if group]
        people = "1 person rates" if len(groups) == 1 else f"{len(groups)} people rate"
        count = len(set(groups))
        return f"{people} in {count} group{'' if count == 1 else 's'}"


class RatingForm(forms.Form):
    """One element's rating as a person sent it: levels by code, marks by numeral.

    `touched()` gives what was sent as `actions.rate` takes it; what was not sent stays out.
    """

    version = forms.IntegerField(
        min_value=1,
        max_value=LATEST_VERSION,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"),
            "This page came without its version. Copy your words, then reload it.",
        ),
    )
    both = forms.IntegerField(min_value=1, max_value=LATEST_VERSION, required=False)
    evidence = Words()
    reason = Words()

    def __init__(self, tree: FrameworkTree, element: ElementNode, data):
        super().__init__(data)
        self.tree = tree
        self.element = element
        wrong = {"invalid_choice": "That level is not on this framework's scale."}
        choices = [("", "None"), *((level.code, level.name) for level in tree.levels)]
        self.levels = ("level", "target") if tree.asks_target else ("level",)
        self.marks = {f"mark-{strand.numeral}": strand.pk for strand in element.strands}
        for name in (*self.levels, *self.marks):
            self.fields[name] = forms.ChoiceField(
                required=False, choices=choices, error_messages=wrong
            )

    @property
    def keeps_both(self) -> bool:
        """Whether the person chose to keep both texts of a conflict."""
        return bool(self.cleaned_data["both"])

    @property
    def read_at(self) -> int:
        """The version that the person has seen."""
        return self.cleaned_data["both"] or self.cleaned_data["version"]

    def touched(self) -> dict:
        """The keyword arguments for `actions.rate`."""
        levels = {name: self._level(name) for name in self.levels if name in self.data}
        texts = ("evidence", "reason")
        words = {name: self.cleaned_data[name] for name in texts if name in self.data}
        marks = {
            strand: self._level(name) for name, strand in self.marks.items() if name in self.data
        }
        return levels | words | {"marks": marks}

    def _level(self, name: str) -> int | None:
        code = self.cleaned_data[name]
        return self.tree.level_by_code[code].pk if code else None

    def sentences(self) -> list[str]:
        """What is wrong, for a person to read."""
        return [sentence for errors in self.errors.values() for sentence in errors]


class ItemForm(forms.Form):
    """What a link and a file of evidence have in common."""

    title = forms.CharField(label="What it is", required=False, max_length=200)
    dated_on = forms.DateField(
        label="Date",
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )


class LinkForm(ItemForm):
    """A link of evidence."""

    what = "address"

    address = forms.CharField(
        label="Web address", max_length=2000, widget=forms.TextInput({"inputmode": "url"})
    )

    def attach(self, *, rating: Rating, by) -> EvidenceItem:
        """Put it behind a rating; raises what `evidence.attach_link` does."""
        return attach_link(rating=rating, by=by, **self.cleaned_data)


class FileForm(ItemForm):
    """A file of evidence."""

    what = "file"

    file = forms.FileField(
        label="File",
        # An empty one, and a name that is too long, have an answer of their own.
        allow_empty_file=True,
        error_messages={"required": "Choose the file to attach."},
    )

    def attach(self, *, rating: Rating, by) -> EvidenceItem:
        """Put it behind a rating; raises what `evidence.attach_file` does."""
        return attach_file(rating=rating, by=by, **self.cleaned_data)


class WordingForm(forms.Form):
    """Which framework a draft is words for, and the version of the draft that was read."""

    framework = forms.ModelChoiceField(Framework.objects.none())
    version = forms.IntegerField(min_value=1, max_value=LATEST_VERSION)

    def __init__(self, trust: Trust, data):
        super().__init__(data)
        self.fields["framework"].queryset = Framework.objects.used_by(trust)
