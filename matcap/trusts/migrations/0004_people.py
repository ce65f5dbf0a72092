import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

ROLES = [
    ("lead", "trust lead"),
    ("contributor", "contributor"),
    ("school-lead", "school lead"),
    ("board", "board member"),
    ("reviewer", "peer reviewer"),
    ("facilitator", "network facilitator"),
]


def for_a_time(name):
    return models.CheckConstraint(
        condition=Q(Q(expires_on__isnull=False, role__in=["reviewer"]))
        | Q(~Q(role__in=["reviewer"]), expires_on=None),
        name=name,
        violation_error_message="A peer reviewer has a last day, and nobody else has one.",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("trusts", "0003_second_step"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            "membership", "role", models.CharField(choices=ROLES, max_length=20)
        ),
        migrations.AddField(
            "membership",
            "expires_on",
            models.DateField(blank=True, null=True, verbose_name="last day"),
        ),
        migrations.AddField(
            "membership",
            "schools",
            models.ManyToManyField(blank=True, related_name="+", to="trusts.school"),
        ),
        migrations.AddConstraint("membership", for_a_time("a_membership_for_a_time")),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("role", models.CharField(choices=ROLES, max_length=20)),
                ("expires_on", models.DateField(blank=True, null=True, verbose_name="last day")),
                ("email", models.EmailField(max_length=254)),
                ("name", models.CharField(blank=True, max_length=150)),
                (
                    "asked_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now,
                        verbose_name="when the email was last asked for",
                    ),
                ),
                ("sent_at", models.DateTimeField(null=True)),
                ("failed_at", models.DateTimeField(null=True)),
                ("accepted_at", models.DateTimeField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "invited_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "schools",
                    models.ManyToManyField(blank=True, related_name="+", to="trusts.school"),
                ),
                (
                    "trust",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitations",
                        to="trusts.trust",
                    ),
                ),
            ],
            options={"ordering": ["email"]},
        ),
        migrations.AddConstraint(
            "invitation",
            models.UniqueConstraint(
                condition=Q(accepted_at=None, withdrawn_at=None),
                fields=("trust", "email"),
                name="one_waiting_invitation_an_address",
                violation_error_message="This address has an invitation already.",
            ),
        ),
        migrations.AddConstraint(
            "invitation",
            models.CheckConstraint(
                condition=Q(email=django.db.models.functions.text.Lower("email")),
                name="invited_in_small_letters",
                violation_error_message="Write the email address in small letters.",
            ),
        ),
        migrations.AddConstraint("invitation", for_a_time("an_invitation_for_a_time")),
    ]
