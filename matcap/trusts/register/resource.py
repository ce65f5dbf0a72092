"""What a row of a file would change, and the change itself: django-import-export's resource.

A preview and the writing that follows run the same rows through the same code.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from import_export import fields, resources
from import_export.instance_loaders import BaseInstanceLoader
from import_export.results import RowResult
from import_export.widgets import Widget

from ..models import Cluster, ImportRow, Phase, School, State, Trust
from . import values

Outcome = ImportRow.Outcome
_CHOICES = {"phase": dict(Phase.choices), "state": dict(State.choices)}


@dataclass(frozen=True)
class Compared:
    """What a row comes to. `changes` are [label, old, new] as a person reads them.

    No two rows of a file have the same `key`, unless they are refused.
    """

    outcome: str
    key: str
    name: str
    school: School | None
    changes: list[list[str]]
    reason: str


class Read(Widget):
    """Reads a cell with one of the functions of `values`."""

    def __init__(self, reader):
        super().__init__()
        self.reader = reader

    def clean(self, value, row=None, **kwargs):
        return self.reader(value)


class ClusterNamed(Widget):
    """Reads the name of one of a trust's clusters; a new one stays unsaved until it is written."""

    def __init__(self):
        super().__init__()
        self.known: dict[str, Cluster] = {}
        self.trust: Trust | None = None

    def clean(self, value, row=None, **kwargs):
        name = values.text(value)
        if len(name) > 100:
            raise ValueError("The name of a cluster has at most 100 characters.")
        return self.known.setdefault(name.casefold(), Cluster(trust=self.trust, name=name))


class SchoolResource(resources.ModelResource):
    """Compares rows with one trust's schools. Use one for all rows of a file, in their order."""

    urn = fields.Field("urn", "urn", Read(values.urn))
    la_code = fields.Field("la_code", "la_code", Read(values.la_code))
    establishment_number = fields.Field(
        "establishment_number", "establishment_number", Read(values.establishment_number)
    )
    name = fields.Field("name", "name", Read(values.text))
    phase = fields.Field("phase", "phase", Read(values.phase))
    kind = fields.Field("kind", "kind", Read(values.kind))
    state = fields.Field("state", "state", Read(values.state))
    cluster = fields.Field("cluster", "cluster", ClusterNamed())
    joined_on = fields.Field("joined_on", "joined_on", Read(values.day))

    class Meta:
        model = School
        fields = (
            "urn",
            "la_code",
            "establishment_number",
            "name",
            "phase",
            "kind",
            "state",
            "cluster",
            "joined_on",
        )
        import_id_fields = ("urn",)
        use_bulk = True
        skip_diff = True
        store_instance = True

    def __init__(self, trust: Trust, seen: Iterable[tuple[str, int]] = ()):
        """`seen` are the keys of rows that were compared before, with their numbers."""
        super().__init__()
        self.trust = trust
        self._fields = self.get_import_fields()
        clusters = self.fields["cluster"].widget
        clusters.trust = trust
        clusters.known = {one.name.casefold(): one for one in trust.clusters.all()}
        self._by_urn, self._by_dfe, self._by_name = {}, {}, {}
        self._left, self._elsewhere = {}, set()
        self.seen = dict(seen)
        for school in trust.schools.select_related("cluster"):
            self._remember(school)

    def _remember(self, school: School) -> None:
        if school.left_on:
            self._left[school.urn or school.dfe_number] = school
            return
        if school.urn:
            self._by_urn[school.urn] = school
        if school.dfe_number:
            shared = school.dfe_number in self._by_dfe
            self._by_dfe[school.dfe_number] = None if shared else school
        if not school.urn and not school.dfe_number:
            self._by_name[school.name.casefold()] = school

    @property
    def urns(self) -> set[str]:
        """The URNs of the schools that are in the trust now."""
        return set(self._by_urn)

    def compare(self, rows: Iterable[tuple[int, dict[str, str]]]) -> list[Compared]:
        """What each of `rows`, (number, field → cell), comes to. Nothing is written."""
        rows = list(rows)
        urns = {row.get("urn", "").strip() for _, row in rows} - {""}
        others = School.objects.exclude(trust=self.trust).filter(urn__in=urns, left_on=None)
        self._elsewhere = set(others.values_list("urn", flat=True))
        loader = BaseInstanceLoader(self)
        return [self._compared(number, row, loader) for number, row in rows]

    def write(self) -> None:
        """Write what was compared: clusters, new schools, changed ones."""
        written = [*self.create_instances, *self.update_instances]
        for cluster in {id(one.cluster): one.cluster for one in written if one.cluster}.values():
            if cluster.pk is None:
                cluster.save()
        for school in written:
            school.cluster = school.cluster  # takes over the key that saving gave
        self.bulk_create(True, False, True, batch_size=500)
        self.bulk_update(True, False, True, batch_size=100)

    # ── what django-import-export asks ──────────────────────────────────────────────────

    def get_bulk_update_fields(self):
        return list(self._meta.fields)

    def before_import_row(self, row, **kwargs):
        """Take blank cells out, part the DfE number, refuse what is not ours or came before."""
        self._key, self.changes, self._new = "", [], False
        for field in [field for field, cell in row.items() if values.is_blank(cell)]:
            del row[field]
        try:
            self._identify(row)
            self._refuse(row, kwargs["number"])
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def _identify(self, row) -> None:
        """Find which school the row is of: by URN, by DfE number, by name where it has neither."""
        if "name" not in row:
            raise ValueError("It has no name. Fill the name in.")
        if "urn" in row:
            row["urn"] = values.urn(row["urn"])
        if "dfe_number" in row:
            row["la_code"], row["establishment_number"] = values.dfe_number(row["dfe_number"])
        urn, dfe, name = row.get("urn", ""), _dfe(row), values.text(row["name"])
        found = self._by_urn.get(urn) or self._with_dfe(dfe, urn)
        self._found = found or self._by_name.get(name.casefold())
        self._key = f"#{self._found.pk}" if self._found else urn or dfe or name[:200].casefold()

    def _with_dfe(self, dfe: str, urn: str) -> School | None:
        """The only school with this number, unless its URN says that it is another."""
        found = self._by_dfe.get(dfe) if dfe else None
        return found if found and not (urn and found.urn) else None

    def _refuse(self, row, number: int) -> None:
        if self.seen.setdefault(self._key, number) != number:
            raise ValueError(
                f"Row {self.seen[self._key]} is the same school. Delete one of the two."
            )
        if row.get("urn") in self._elsewhere:
            raise ValueError(
                "This URN is of a school that another trust has in its list. Check the URN; when "
                "the school has moved to you, the other trust records first that it left."
            )
        if "elsewhere" in row and values.state(row.get("state", "open")) != State.CLOSED:
            raise ValueError(
                "The register does not have it with your trust. If it has left, say so on its page."
            )
        if self._key in self._left:
            left_on = self._left[self._key].left_on
            raise ValueError(
                f"It left this trust on {left_on.day} {left_on:%B %Y}. If it has come back, add it "
                "by hand."
            )

    def get_instance(self, instance_loader, row):
        return self._found

    def init_instance(self, row=None):
        return School(trust=self.trust)

    def after_init_instance(self, instance, new, row, **kwargs):
        self._new = new
        self._before = {
            field.attribute: getattr(instance, field.attribute) for field in self._fields
        }

    def import_field(self, field, instance, row, is_m2m=False, **kwargs):
        """A blank cell says nothing: what is stored stays."""
        if field.column_name in row:
            setattr(instance, field.attribute, field.clean(row))

    def skip_row(self, instance, original, row, import_validation_errors=None):
        self.changes = [
            [_label(name), _words(name, before), _words(name, getattr(instance, name))]
            for name, before in self._before.items()
            if before != getattr(instance, name)
        ]
        return not self._new and not self.changes and not import_validation_errors

    def validate_instance(self, instance, import_validation_errors=None, validate_unique=True):
        errors = dict(import_validation_errors or {})
        if self._new and instance.state == State.CLOSED:
            errors["state"] = ValidationError("It is closed and not in your list: nothing to add.")
        if self._new and "phase" not in errors and not instance.phase:
            errors["phase"] = ValidationError(
                "It has no phase. Fill it in, such as Primary or Secondary."
            )
        try:
            instance.clean_fields(exclude={"trust", "cluster", *errors})
        except ValidationError as error:
            errors = error.update_error_dict(errors)
        if errors:
            for name, before in self._before.items():
                setattr(instance, name, before)
            raise ValidationError(errors)

    def after_import_row(self, row, row_result, **kwargs):
        row_result.changes = self.changes
        row_result.new = self._new

    def _compared(self, number: int, row: dict[str, str], loader) -> Compared:
        result = self.import_row(row, loader, row_number=number, number=number)
        return _compared(result, self._key, row)


def _compared(result: RowResult, key: str, row: dict[str, str]) -> Compared:
    name = " ".join(row.get("name", "").split())[:200]
    if result.import_type == RowResult.IMPORT_TYPE_INVALID:
        reasons = " ".join(dict.fromkeys(result.validation_error.messages))
        return Compared(Outcome.REFUSED, key, name, None, [], reasons)
    for error in result.errors:
        raise error.error
    school = None if result.new else result.instance
    outcome = (
        Outcome.NEW if result.new else Outcome.CHANGED if result.changes else Outcome.UNCHANGED
    )
    return Compared(outcome, key, result.instance.name, school, result.changes, "")


def _dfe(row) -> str:
    parts = row.get("la_code", "").strip(), row.get("establishment_number", "").strip()
    return "".join(parts) if all(parts) else ""


def _label(name: str) -> str:
    label = str(School._meta.get_field(name).verbose_name)
    return label[0].upper() + label[1:]


def _words(name: str, value) -> str:
    """A field's value as a person reads it."""
    if isinstance(value, date):
        return f"{value.day} {value:%B %Y}"
    return str(_CHOICES[name][value] if name in _CHOICES and value else value or "")
