"""The triggers of the books and the guards around them."""

from pathlib import Path

from django.db import migrations

ROOM = Path(__file__).parent.parent
TRIGGERS = {
    "treasury_entries_posted": "entry",
    "treasury_receivable_starts": "receivable",
    "treasury_payee_stands": "payeeversion",
    "treasury_payee_change_fixed": "payeechange",
    "treasury_lock_guarded": "lock",
    "treasury_operation_guarded": "lockoperation",
    "treasury_payment_guarded": "payment",
    "treasury_payment_posted": "payment",
}
BACK = "".join(
    f"DROP TRIGGER {name} ON treasury_{table}; DROP FUNCTION {name}();"
    for name, table in TRIGGERS.items()
)


class Migration(migrations.Migration):
    dependencies = [("treasury", "0001_initial")]
    operations = [
        migrations.RunSQL(
            [(ROOM / name).read_text(encoding="utf-8") for name in ("books.sql", "guards.sql", "lock.sql")],
            BACK + "DROP FUNCTION treasury_refuse(text);",
        ),
    ]
