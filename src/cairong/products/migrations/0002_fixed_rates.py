"""No rate floats: offers, loans and repayments are fixed (D16), so no product can say it does."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("products", "0001_initial")]

    operations = [migrations.RemoveField(model_name="productversion", name="floats")]
