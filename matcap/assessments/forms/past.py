"""The form in which a document that was filled in is looked over before it is brought in."""

from dataclasses import dataclass

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout
from django import forms
from django.forms.boundfield import BoundField

from frameworks.importing.dates import Dated
from frameworks.tree import ElementNode, FrameworkTree

from ..past import Judgement
from . import Words


@dataclass(frozen=True)
class Row:
    """An element and its fields; those of levels are empty where the framework has none."""

    element: ElementNode
    levels: list[BoundField]
    evidence: BoundField
    marks: list[BoundField]
    links: BoundField | None


class PastForm(forms.Form):
    """An assessment of the past: its title and dates, and what is judged of each element.

    Marks and links have fields where the document has them.
    """

    title = forms.CharField(
        label="Title", max_length=100, help_text="What people will know it by, such as Autumn 2024."
    )
    opened_on = forms.DateField(
        label="Started on",
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Say when it was started."},
    )
    agreed_on = forms.DateField(
        label="Agreed on",
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Say when it was agreed."},
    )

    def __init__(
        self,
        tree: FrameworkTree,
        title: str,
        given: dict[str, Judgement],
        day: Dated | None,
        data=None,
    ):
        initial = {"title": title[:100], "agreed_on": day and day.on}
        super().__init__(data, initial=initial)
        if day:
            self.fields["agreed_on"].help_text = day.why
        self.tree = tree
        self.given = {one.code: given.get(one.code, Judgement(None, "")) for one in tree.elements}
        for element in tree.elements:
            self._add(element, self.given[element.code])
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout("title", Div("opened_on", "agreed_on", css_class="field-pair"))

    def _add(self, element: ElementNode, judged: Judgement) -> None:
        """An element's fields."""
        code, tree = element.code, self.tree
        if tree.has_levels:
            self._add_level(f"level-{code}", tree.now or "Rating", "Not rated", judged.level)
        if tree.asks_target:
            self._add_level(f"target-{code}", tree.target, "None", judged.target)
        for numeral, level in judged.marks.items():
            self._add_level(f"mark-{code}-{numeral}", f"Mark of ({numeral})", "None", level)
        self.fields[f"evidence-{code}"] = Words(
            label="Key evidence" if tree.has_levels else "Example",
            initial=judged.evidence,
            widget=forms.Textarea({"rows": 3, "class": "form-control"}),
        )
        if judged.links:
            every = [str(number) for number, _ in enumerate(judged.links)]
            self.fields[f"links-{code}"] = forms.MultipleChoiceField(
                label="Links to bring in",
                choices=[
                    (number, words if words == address else f"{words} ({address})")
                    for number, (words, address) in zip(every, judged.links, strict=True)
                ],
                initial=every,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )

    def _add_level(self, name: str, label: str, none: str, level: str | None) -> None:
        levels = [(one.code, f"{one.code} {one.name}") for one in self.tree.levels]
        self.fields[name] = forms.ChoiceField(
            label=label,
            choices=[("", none), *levels],
            required=False,
            initial=level or "",
            widget=forms.Select({"class": "form-select"}),
        )

    @property
    def rows(self) -> list[Row]:
        """The elements with their fields, in order."""
        return [
            Row(
                element,
                levels=self._bound(f"level-{element.code}", f"target-{element.code}"),
                evidence=self[f"evidence-{element.code}"],
                marks=self._bound(*(f"mark-{element.code}-{one}" for one in judged.marks)),
                links=next(iter(self._bound(f"links-{element.code}")), None),
            )
            for element in self.tree.elements
            for judged in [self.given[element.code]]
        ]

    def _bound(self, *names: str) -> list[BoundField]:
        return [self[name] for name in names if name in self.fields]

    @property
    def judged(self) -> dict:
        """What was sent, as `past.bring_in` takes it."""
        sent = self.cleaned_data
        return {key: sent[key] for key in ("title", "opened_on", "agreed_on")} | {
            "ratings": {
                code: Judgement(
                    sent.get(f"level-{code}") or None,
                    sent[f"evidence-{code}"],
                    target=sent.get(f"target-{code}") or None,
                    marks={
                        numeral: level
                        for numeral in judged.marks
                        if (level := sent[f"mark-{code}-{numeral}"])
                    },
                    links=tuple(judged.links[int(at)] for at in sent.get(f"links-{code}", ())),
                )
                for code, judged in self.given.items()
            }
        }
