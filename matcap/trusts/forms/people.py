"""What people send about who is in a trust."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms

from ..models import Trust
from ..pasted import MOST_LINES
from ..roles import Permission, Role
from ..terms import Terms, listed

PASTED_AT_MOST = 30_000


def in_words(role: Role) -> str:
    """A role with what it lets a person do."""
    may = [one.label for one in Permission if one in role.permissions]
    return f"{role.label.capitalize()}: may {listed(may)}"


class _AssessmentsField(forms.ModelMultipleChoiceField):
    """Assessments with different frameworks often share a title: each is shown with its own."""

    def label_from_instance(self, assessment):
        return f"{assessment}, {assessment.framework}"


class TermsForm(forms.Form):
    """A role, and what goes with it. `terms` leave out what was sent and does not go with it."""

    role = forms.ChoiceField(
        label="Role",
        choices=[(role.value, in_words(role)) for role in Role],
        widget=forms.RadioSelect,
    )
    group = forms.ModelChoiceField(
        None,
        label="The group in which they rate",
        required=False,
        empty_label="None",
        help_text="For assessments that people rate separately, group by group.",
    )
    schools = forms.ModelMultipleChoiceField(
        None,
        label="For a school lead: their schools",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    assessments = _AssessmentsField(
        None,
        label="For a peer reviewer: what to share",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="They read these, agreed or not, and how each compares with the one before it.",
    )
    expires_on = forms.DateField(
        label="For a peer reviewer: the last day",
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, trust: Trust, data=None, *, terms: Terms | None = None, **kwargs):
        if terms:
            kwargs["initial"] = {
                "role": terms.role.value,
                "schools": [school.pk for school in terms.schools],
                "assessments": [assessment.pk for assessment in terms.assessments],
                "expires_on": terms.expires_on,
                "group": terms.group,
            }
        super().__init__(data, **kwargs)
        for name, choices in (
            ("schools", trust.schools.filter(left_on=None)),
            ("assessments", trust.assessments.select_related("framework")),
            ("group", trust.groups.all()),
        ):
            self.fields[name].queryset = choices
            if not choices.exists():
                del self.fields[name]
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout(*self.fields)

    @property
    def terms(self) -> Terms:
        """What was sent, once it is valid."""
        role, sent = Role(self.cleaned_data["role"]), self.cleaned_data
        return Terms(
            role=role,
            schools=tuple(sent.get("schools", ())) if role.is_of_schools else (),
            expires_on=sent["expires_on"] if role.is_for_a_time else None,
            assessments=tuple(sent.get("assessments", ())) if role.is_for_a_time else (),
            group=sent.get("group"),
        )


class InviteForm(TermsForm):
    """Whom to invite, and as what."""

    people = forms.CharField(
        label="People",
        max_length=PASTED_AT_MOST,
        strip=False,
        widget=forms.Textarea({"rows": 6, "autocapitalize": "off", "spellcheck": "false"}),
        help_text=(
            "One person a line: an email address, a name with it, as in Jo Bloggs "
            "&lt;jo@example.org&gt;, or rows copied from a spreadsheet. "
            f"{MOST_LINES} lines at most."
        ),
    )
    field_order = ["people", "role", "group", "schools", "assessments", "expires_on"]

    @property
    def carried(self) -> list[tuple[str, list[str]]]:
        """What was sent beside the people, by name, for a page that sends it again."""
        return [(name, self.data.getlist(name)) for name in self.fields if name != "people"]

    def clean_people(self) -> str:
        """The list as it was pasted. Too many lines are refused before they are read."""
        text = self.cleaned_data["people"]
        if len([line for line in text.splitlines() if line.strip()]) > MOST_LINES:
            raise forms.ValidationError(
                f"There are more than {MOST_LINES} lines. Invite them in two goes."
            )
        return text


class GroupForm(forms.Form):
    """A group's name."""

    name = forms.CharField(label="Name", max_length=60)


class TrustForm(forms.Form):
    """A new trust."""

    name = forms.CharField(
        label="The trust's full name",
        max_length=200,
        help_text="As it stands in the national register. You can add its schools next.",
    )
