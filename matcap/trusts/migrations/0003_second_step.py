from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("trusts", "0002_activity")]
    operations = [
        migrations.AddField(
            model_name="trust",
            name="requires_second_step",
            field=models.BooleanField(
                default=False,
                help_text="Who has none is asked to set one up before they see anything here.",
                verbose_name="ask everybody for a second step at sign-in",
            ),
        ),
    ]
