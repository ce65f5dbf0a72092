"""What is sent to bring in the schools of several trusts at once."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms

from ..models import Trust


class RegisterForm(forms.Form):
    """The register's extract, and the trusts whose schools to import from it."""

    file = forms.FileField(
        label="The register's extract of schools",
        allow_empty_file=True,  # what reads it says better what to do
        help_text="As it was downloaded (edubasealldata): CSV or Excel (.xlsx).",
    )
    trusts = forms.ModelMultipleChoiceField(
        None,
        label="Trusts",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick one trust or more."},
    )
    groups = forms.FileField(
        label="The register's list of trusts (allgroupsdata)",
        required=False,
        allow_empty_file=True,
        help_text="Only to see that none of them is closed there.",
    )

    def __init__(self, data=None, files=None):
        super().__init__(data, files)
        with_uid = Trust.objects.exclude(uid="")
        self.fields["trusts"].queryset = with_uid
        self.fields["trusts"].initial = list(with_uid.values_list("pk", flat=True))
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout("file", "trusts", "groups")
