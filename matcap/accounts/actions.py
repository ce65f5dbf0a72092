"""What changes accounts."""

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Q

from .models import User

REMINDED_EVERY = timedelta(days=7)


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


def set_reminders(*, user: User, wanted: bool) -> None:
    """Turn the reminders by email on or off."""
    user.wants_reminders = wanted
    user.save(update_fields=["wants_reminders"])


def claim_reminder(*, user: int, now: datetime) -> bool:
    """Note that the person with this primary key is reminded now; False when they are not to be.

    Of several who ask at once one is told True: the answer is a single update of the database.
    """
    return bool(
        User.objects.filter(
            Q(reminded_at=None) | Q(reminded_at__lte=now - REMINDED_EVERY),
            pk=user,
            is_active=True,
            wants_reminders=True,
        ).update(reminded_at=now)
    )
