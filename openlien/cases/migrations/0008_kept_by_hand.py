"""Lets people keep plaintiffs, injuries, policies and expenses: each gets a version."""

from django.db import migrations, models

_KEPT = ("plaintiff", "injury", "coverage", "caseexpense")


class Migration(migrations.Migration):
    """The version of what a person changes by hand."""

    dependencies = [("cases", "0007_lien_papers")]

    operations = [
        migrations.AddField(
            model_name=name,
            name="version",
            field=models.PositiveIntegerField(default=1, db_default=1),
        )
        for name in _KEPT
    ]
