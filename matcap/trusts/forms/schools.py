"""What people send about schools, clusters and networks."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Field, Layout, Submit
from django import forms
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from ..actions.schools import EDITABLE
from ..models import Cluster, Import, Phase, School, Trust
from ..register.columns import LABELS

_DAY = {"widget": forms.DateInput({"type": "date"}, format="%Y-%m-%d")}
SORTS = {
    "name": ("Name", ["name"]),
    "urn": ("URN", ["urn", "name"]),
    "dfe": ("DfE number", ["la_code", "establishment_number", "name"]),
    "phase": ("Phase", ["phase", "name"]),
    "kind": ("Type and status", ["kind", "name"]),
    "cluster": ("Cluster", [F("cluster__name").asc(nulls_last=True), "name"]),
    "joined": ("Joined", [F("joined_on").asc(nulls_last=True), "name"]),
}


class SchoolFilter(forms.Form):
    """Which of a trust's schools to show, and in which order."""

    SHOWN = {
        "now": ("In the trust now", Q(left_on=None)),
        "open": ("Open", Q(left_on=None) & ~Q(state="closed")),
        "closed": ("Closed", Q(left_on=None, state="closed")),
        "left": ("Left the trust", Q(left_on__isnull=False)),
        "all": ("All, past and present", Q()),
    }

    q = forms.CharField(label="Name or number", required=False, max_length=100)
    phase = forms.ChoiceField(label="Phase", required=False, choices=[("", "Any"), *Phase.choices])
    cluster = forms.ChoiceField(label="Cluster", required=False)
    show = forms.ChoiceField(
        label="Show", required=False, choices=[(key, label) for key, (label, _) in SHOWN.items()]
    )

    def __init__(self, clusters: list[Cluster], data):
        super().__init__(data)
        self.fields["cluster"].choices = [
            ("", "Any"),
            *((str(cluster.pk), cluster.name) for cluster in clusters),
            ("none", "In none"),
        ]

    @property
    def sort(self) -> str:
        """A key of SORTS, with "-" before it for the other way round."""
        sort = self.data.get("sort", "name")
        return sort if sort.removeprefix("-") in SORTS else "name"

    def of(self, schools: QuerySet[School]) -> QuerySet[School]:
        """Those of `schools` that are asked for. What is not understood filters nothing."""
        self.is_valid()
        sent = self.cleaned_data
        found = schools.filter(self.SHOWN[sent.get("show") or "now"][1]).select_related("cluster")
        if q := sent.get("q"):
            digits = q.replace(" ", "").replace("/", "")
            number = Q(urn=digits) | Q(la_code=digits[:3], establishment_number=digits[3:])
            found = found.filter(Q(name__icontains=q) | number)
        if phase := sent.get("phase"):
            found = found.filter(phase=phase)
        if cluster := sent.get("cluster"):
            found = found.filter(cluster=None if cluster == "none" else cluster)
        found = found.order_by(*SORTS[self.sort.removeprefix("-")][1], "pk")
        return found.reverse() if self.sort.startswith("-") else found


class SchoolForm(forms.ModelForm):
    """One school by hand."""

    class Meta:
        model = School
        fields = EDITABLE
        widgets = dict.fromkeys(("joined_on", "left_on"), _DAY["widget"])
        help_texts = {
            "urn": "Six digits, as in the national register.",
            "la_code": "Three digits: with the next, the DfE number.",
            "establishment_number": "Four digits.",
            "kind": "Such as Academy converter or Voluntary aided school.",
        }

    def __init__(self, trust: Trust, data=None, instance: School | None = None):
        super().__init__(data, instance=instance or School(trust=trust))
        self.fields["cluster"].queryset = trust.clusters.all()
        self.fields["cluster"].empty_label = "None"
        if not self.instance.left_on:
            del self.fields["left_on"]
        self.helper = FormHelper()
        dates = [Field(name) for name in ("joined_on", "left_on") if name in self.fields]
        self.helper.layout = Layout(
            "name",
            Div("urn", "phase", css_class="field-pair"),
            Div("la_code", "establishment_number", css_class="field-pair"),
            Div("kind", "state", css_class="field-pair"),
            Div("cluster", *dates, css_class="field-pair"),
            Submit("save", "Save"),
        )


class LeavingForm(forms.Form):
    """The day a school left its trust."""

    left_on = forms.DateField(label="It left on", **_DAY)

    def __init__(self, data=None):
        super().__init__(data, initial={"left_on": timezone.localdate()}, prefix="leaving")


class MoveForm(forms.Form):
    """Schools, and the cluster to put them in: its number, or "none"."""

    schools = forms.ModelMultipleChoiceField(School.objects.none())
    to = forms.ChoiceField()

    def __init__(self, trust: Trust, data):
        super().__init__(data)
        self.clusters = {str(cluster.pk): cluster for cluster in trust.clusters.all()}
        self.fields["schools"].queryset = trust.schools.all()
        self.fields["to"].choices = [(key, key) for key in ("none", *self.clusters)]

    @property
    def cluster(self) -> Cluster | None:
        """The cluster that was chosen; None for "none"."""
        return self.clusters.get(self.cleaned_data["to"])


class NameForm(forms.Form):
    """The name of a cluster or network."""

    name = forms.CharField(label="Name", max_length=100)


class CodeForm(forms.Form):
    """The code of a network."""

    code = forms.CharField(label="Code of the network", max_length=40)


class ImportForm(forms.Form):
    """A list of schools: a file, or a table that was copied from a document."""

    file = forms.FileField(
        label="A file",
        required=False,
        allow_empty_file=True,  # what reads it says better what to do
        help_text="CSV or Excel (.xlsx): the national register's own extract, or any list with "
        "headings such as URN, School and Phase.",
    )
    which = forms.CharField(
        label="For the register's extract: which trust",
        required=False,
        max_length=200,
        help_text="Its UID, TR number, Companies House number or name.",
    )
    groups = forms.FileField(
        label="The register's list of trusts (allgroupsdata)",
        required=False,
        help_text="Only where the extract has no TR or Companies House numbers and you gave one.",
    )
    table = forms.CharField(
        label="Or a table pasted from a document, with its headings",
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 6, "spellcheck": "false"}),
    )

    def __init__(self, trust: Trust, data=None, files=None):
        super().__init__(data, files, initial={"which": trust.uid or trust.name})
        self.helper = FormHelper()
        self.helper.layout = Layout(
            "file", "which", "groups", "table", Submit("read", "Read and preview")
        )

    def clean(self):
        sent = super().clean()
        given = bool(sent.get("file")) + bool(sent.get("table", "").strip())
        if given != 1 and not self.errors:
            raise forms.ValidationError("Choose a file, or paste a table: one of the two.")
        return sent


class ColumnsForm(forms.Form):
    """Which column of a file is which of our fields."""

    def __init__(self, imported: Import, data=None):
        super().__init__(data)
        choices = [("", "Not in this list"), *enumerate(imported.headers)]
        for name, label in LABELS.items():
            self.fields[name] = forms.TypedChoiceField(
                label=label,
                choices=choices,
                required=False,
                coerce=int,
                empty_value=None,
                initial=imported.columns.get(name, ""),
            )

    @property
    def columns(self) -> dict[str, int]:
        """Field → place of its column."""
        return {name: at for name, at in self.cleaned_data.items() if at is not None}
