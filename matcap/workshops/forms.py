"""What people send to workshops."""

from django import forms

from frameworks.tree import FrameworkTree
from matcap.assessments.forms import LATEST_VERSION, Words


def _element_field(tree: FrameworkTree, **options) -> forms.TypedChoiceField:
    codes = tree.element_by_code
    return forms.TypedChoiceField(
        choices=[(code, f"{code} {element.name}") for code, element in codes.items()],
        coerce=lambda code: codes[code].pk,
        widget=forms.Select({"class": "form-select"}),
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), "Choose an element of this framework."
        ),
        **options,
    )


def _level_field(tree: FrameworkTree, missing: str = "") -> forms.TypedChoiceField:
    """A level, which may be left out where nothing is said of a `missing` one."""
    codes = tree.level_by_code
    return forms.TypedChoiceField(
        choices=[(level.code, level.name) for level in tree.levels],
        coerce=lambda code: codes[code].pk,
        required=bool(missing),
        empty_value=None,
        error_messages={
            "required": missing,
            "invalid_choice": "That level is not on this framework's scale. Choose one of these.",
        },
    )


class _Sentences(forms.Form):
    def sentences(self) -> list[str]:
        """What is wrong, for a person to read."""
        return [sentence for errors in self.errors.values() for sentence in errors]


class StartForm(_Sentences):
    """Starts a workshop of one assessment; `element` is cleaned to a primary key."""

    allows_guests = forms.TypedChoiceField(
        label="Who may vote?",
        choices=[
            ("", "People of the trust, signed in: one vote a person"),
            ("yes", "Anybody in the room with the code, without an account: one vote a phone"),
        ],
        coerce=bool,
        empty_value=False,
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, tree: FrameworkTree, data=None, *, element: str = ""):
        super().__init__(data, initial={"element": element, "allows_guests": ""})
        self.fields["element"] = _element_field(tree, label="Element to begin with")
        self.order_fields(["element", "allows_guests"])


class ShownForm(_Sentences):
    """Steers a workshop; `at` is the primary key of the round that was on the screen."""

    at = forms.IntegerField(
        min_value=1, max_value=2**63 - 1, error_messages={"required": "Reload the page first."}
    )


class ElementForm(ShownForm):
    """Goes to another element; `element` is cleaned to a primary key."""

    def __init__(self, tree: FrameworkTree, data=None):
        super().__init__(data)
        self.fields["element"] = _element_field(tree)


class OutcomeForm(ShownForm):
    """What was agreed after a round, and why; levels are cleaned to primary keys.

    There is a `target` where the framework asks for one; it may be left out.
    """

    version = forms.IntegerField(min_value=1, max_value=LATEST_VERSION)
    reason = Words()

    def __init__(self, tree: FrameworkTree, data=None):
        super().__init__(data)
        missing = f"Choose the {'level' if tree.is_ordered else 'choice'} that you agreed."
        self.fields["level"] = _level_field(tree, missing)
        if tree.asks_target:
            self.fields["target"] = _level_field(tree)


class VoteForm(ShownForm):
    """A vote; `level` is cleaned to a primary key."""

    def __init__(self, tree: FrameworkTree, data=None):
        super().__init__(data)
        self.fields["level"] = _level_field(tree, "Choose one of these.")
