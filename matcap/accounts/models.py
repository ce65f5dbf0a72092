"""Who signs in: one account a person, known by an email address."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core import signing
from django.db import models, transaction
from django.db.models.functions import Lower

_REMINDERS = signing.Signer(salt="matcap.accounts.reminders")


class UserManager(BaseUserManager):
    def create_user(self, email, name, password=None, **fields):
        """Make an account; without a password its holder sets one by the reset page."""
        user = self.model(email=email.strip().lower(), name=name.strip(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    @transaction.atomic
    def create_superuser(self, email, name, password=None, **fields):
        """Make the account of whoever looks after this installation; its address is vouched for.

        `createsuperuser` asks for it. It makes nobody a member of any trust.
        """
        staff = {"is_staff": True, "is_superuser": True}
        user = self.create_user(email, name, password, **(fields | staff))
        user.emailaddress_set.create(email=user.email, verified=True, primary=True)
        return user

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)

    def of_reminders_token(self, token: str):
        """Whose reminders a link turns off, or None when the link is not one that we made."""
        try:
            pk = _REMINDERS.unsign_object(token)
        except signing.BadSignature:
            return None
        return self.filter(pk=pk).first()


class User(AbstractBaseUser, PermissionsMixin):
    """A person. What they may do hangs on their memberships of trusts, not on the account."""

    email = models.EmailField(
        "email address",
        max_length=254,
        unique=True,
        error_messages={"unique": "There is already an account with this email address."},
    )
    name = models.CharField(max_length=150)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    joined_at = models.DateTimeField(auto_now_add=True)
    wants_reminders = models.BooleanField("reminders by email", default=True)
    reminded_at = models.DateTimeField("when the last reminder was queued", null=True, blank=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")),
                name="emails_in_small_letters",
                violation_error_message="Write the email address in small letters.",
            )
        ]

    def __str__(self):
        return self.name

    @property
    def reminders_token(self) -> str:
        """What the link that turns this person's reminders off ends in. It is kept nowhere."""
        return _REMINDERS.sign_object(self.pk)


def display_name(user: User) -> str:
    """How allauth's pages and emails address a person."""
    return user.name or user.email
