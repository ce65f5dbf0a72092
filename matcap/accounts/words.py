"""What somebody wrote in a form that could not be saved, to be shown to them again."""

from django.http import HttpRequest

_NOBODYS_WORDS = ("csrfmiddlewaretoken", "version", "login", "code", "next")


def words_of(request: HttpRequest) -> list[tuple[str, str]]:
    """(field, value) of all that was filled in; never a password, nor what no person typed."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        if name not in _NOBODYS_WORDS and "password" not in name
        for value in values
        if value.strip()
    ]
