import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
import openlien.kit.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("cases", "0006_lien_record"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            name="Template",
            fields=[
                ("id", models.UUIDField(db_default=openlien.kit.fields.UuidV7(), editable=False, primary_key=True, serialize=False)),
                ("form", models.CharField(choices=[("mail", "E-mail"), ("note", "Note")], max_length=4)),
                ("kind", models.CharField(choices=[("negotiation", "Negotiation"), ("settlement", "Settlement"), ("general", "General")], max_length=12)),
                ("name", models.CharField(max_length=80)),
                ("subject", models.CharField(blank=True, default="", max_length=200)),
                ("body", models.TextField()),
                ("is_active", models.BooleanField(default=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("changed_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("changed_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("form__in", ["mail", "note"])), name="template_form_is_known"),
                    models.CheckConstraint(condition=models.Q(("kind__in", ["negotiation", "settlement", "general"])), name="template_kind_is_known"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("name", ""), _negated=True),
                            models.Q(("body", ""), _negated=True),
                            models.Q(models.Q(("form", "note"), ("subject", "")), models.Q(("subject", ""), _negated=True), _connector="OR"),
                        ),
                        name="template_says_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("form", "note"), _negated=True), ("subject", ""), _connector="OR"), name="template_of_a_note_has_no_subject"
                    ),
                    models.CheckConstraint(condition=models.Q(("subject__regex", "[\\r\\n]"), _negated=True), name="template_subject_is_one_line"),
                    models.UniqueConstraint(django.db.models.functions.text.Lower("name"), models.F("form"), name="template_name_is_unique"),
                ]
            },
        ),
        migrations.CreateModel(
            name="Mail",
            fields=[
                ("id", models.UUIDField(db_default=openlien.kit.fields.UuidV7(), editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(choices=[("negotiation", "Negotiation"), ("settlement", "Settlement"), ("general", "General")], max_length=12)),
                ("about_id", models.UUIDField(blank=True, null=True)),
                ("to", models.JSONField()),
                ("cc", models.JSONField(blank=True, default=list)),
                ("reply_to", models.CharField(blank=True, default="", max_length=254)),
                ("sender_name", models.CharField(blank=True, default="", max_length=200)),
                ("subject", models.CharField(max_length=200)),
                ("body", models.TextField()),
                ("message_id", models.CharField(max_length=200, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "Waiting"),
                            ("sending", "Being sent"),
                            ("sent", "Sent"),
                            ("failed", "Not sent"),
                            ("unknown", "Not known whether sent"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="queued",
                        max_length=9,
                    ),
                ),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("next_try_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("tried_at", models.DateTimeField(blank=True, null=True)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("trouble", models.CharField(blank=True, default="", max_length=500)),
                ("written_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("decision_reason", models.CharField(blank=True, default="", max_length=300)),
                ("version", models.PositiveIntegerField(default=1)),
                ("idempotency_key", models.CharField(blank=True, max_length=120, null=True, unique=True)),
                ("content_hash", models.BinaryField(blank=True, max_length=32, null=True)),
                ("case", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="mails", to="cases.case")),
                ("decided_by", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("written_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("template", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="mails", to="integrations_mail.template")),
            ],
            options={
                "indexes": [
                    models.Index(fields=["case", "-id"], name="mail_by_case"),
                    models.Index(condition=models.Q(("state__in", ["queued", "sending"])), fields=["next_try_at"], name="mail_to_be_sent"),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("state__in", ["queued", "sending", "sent", "failed", "unknown", "withdrawn"])), name="mail_state_is_known"),
                    models.CheckConstraint(condition=models.Q(("kind__in", ["negotiation", "settlement", "general"])), name="mail_kind_is_known"),
                    models.CheckConstraint(condition=models.Q(("to", []), _negated=True), name="mail_has_a_recipient"),
                    models.CheckConstraint(condition=models.Q(models.Q(("subject", ""), _negated=True), models.Q(("body", ""), _negated=True)), name="mail_says_something"),
                    models.CheckConstraint(condition=models.Q(("subject__regex", "[\\r\\n]"), _negated=True), name="mail_subject_is_one_line"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sent_at__isnull", False), ("state", "sent")), models.Q(models.Q(("state", "sent"), _negated=True), ("sent_at", None)), _connector="OR"
                        ),
                        name="mail_sent_has_its_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("state__in", ["failed", "unknown"]), _negated=True), models.Q(("trouble", ""), _negated=True), _connector="OR"),
                        name="mail_trouble_is_said",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("place", models.PositiveSmallIntegerField()),
                ("document", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.document")),
                ("mail", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="attachments", to="integrations_mail.mail")),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("mail", "document"), name="mail_attaches_a_document_once")]},
        ),
    ]
