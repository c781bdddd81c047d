import django.db.models.deletion
import openlien.kit.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial"), ("negotiation", "0003_voided_agreements"), ("payments", "0005_agreed_reductions")]

    operations = [
        migrations.CreateModel(
            name="AgreedBill",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("payoff_status", models.CharField(max_length=20)),
                ("payoff_agreed", openlien.kit.fields.UsdField(null=True)),
                ("payoff_on", models.DateField(null=True)),
                ("settled_on", models.DateField(null=True)),
                ("agreement", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="agreed_bills", to="negotiation.payoffagreement")),
                ("bill", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.bill")),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("bill", "agreement"), name="agreed_bill_is_one_an_agreement")]},
        ),
    ]
