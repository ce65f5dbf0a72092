"""What changes accounts."""

from allauth.account.models import EmailAddress
from django.db import transaction

from .models import User


@transaction.atomic
def open_account(*, email: str, name: str, password: str | None = None) -> User:
    """Open an account whose address an administrator vouches for; return an existing one as is.

    Raises ValidationError when the address or the name cannot be one.
    """
    user = User.objects.filter(email__iexact=email.strip()).first()
    if user:
        return user
    User(email=email.strip().lower(), name=name.strip()).clean_fields(exclude=["password"])
    user = User.objects.create_user(email=email, name=name, password=password)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def change_name(*, user: User, name: str) -> None:
    """Let `user` be called `name`."""
    user.name = name.strip()
    user.save(update_fields=["name"])
