"""The times within which institutions answer, as the product comes. A supervisor may change them."""

from django.db import migrations

CLOCK = {
    "IMMEDIATE": (1, "HOURS", 4, "HOURS"),
    "WITHIN_24H": (4, "HOURS", 24, "HOURS"),
    "WITHIN_72H": (24, "HOURS", 72, "HOURS"),
    "ORDINARY": (3, "WORKING_DAYS", 10, "WORKING_DAYS"),
}


def fill(apps, schema_editor):
    setting = apps.get_model("referrals", "ClockSetting")
    for urgency, (acknowledge, acknowledge_unit, answer, answer_unit) in CLOCK.items():
        setting.objects.get_or_create(
            urgency=urgency,
            defaults={
                "acknowledge_amount": acknowledge,
                "acknowledge_unit": acknowledge_unit,
                "answer_amount": answer,
                "answer_unit": answer_unit,
            },
        )


class Migration(migrations.Migration):
    dependencies = [("referrals", "0001_initial")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
