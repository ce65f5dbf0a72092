"""What a trust asks of its people."""

from django import forms

from ..models import Trust


class SettingsForm(forms.ModelForm):
    class Meta:
        model = Trust
        fields = ("requires_second_step",)
