"""A person's name: asked for when they sign up, and changed later."""

from django import forms

from .actions import change_name


class YourNameForm(forms.Form):
    name = forms.CharField(
        label="Your name", max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )


class NameForm(YourNameForm):
    """What django-allauth's sign-up forms are built on."""

    field_order = ("name", "email", "password1")

    def signup(self, request, user) -> None:
        """Keep the name, once django-allauth has made the account."""
        change_name(user=user, name=self.cleaned_data["name"])
