"""Keeps with a lien who collects it, how it was written to, when it was paid, and the papers received."""

from django.db import migrations, models

_TEXTS = {"recovery_agency": 200, "certified_mail_number": 40, "check_number": 20}
_DAYS = ("policy_received_on", "paid_on", "release_received_on")


class Migration(migrations.Migration):
    """The rest of the fields that a person enters of a lien."""

    dependencies = [
        ("cases", "0006_lien_record"),
    ]

    operations = [
        *(
            migrations.AddField(
                model_name="lien",
                name=name,
                field=models.CharField(blank=True, db_default="", default="", max_length=letters),
            )
            for name, letters in _TEXTS.items()
        ),
        *(
            migrations.AddField(
                model_name="lien", name=name, field=models.DateField(blank=True, null=True)
            )
            for name in _DAYS
        ),
    ]
