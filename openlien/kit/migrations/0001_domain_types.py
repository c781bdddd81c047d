"""Creates the domain types that columns of several packages share."""

from django.db import migrations

USD = """
CREATE DOMAIN usd AS numeric
CHECK (VALUE > -1000000000000 AND VALUE < 1000000000000)
CHECK (VALUE = round(VALUE, 2));
COMMENT ON DOMAIN usd IS 'Exact US dollars: no NaN, no infinity, no third decimal.';
"""


class Migration(migrations.Migration):
    """NaN passes `> 0` in PostgreSQL; the upper bound is what refuses it."""

    initial = True
    dependencies = []
    operations = [migrations.RunSQL(USD, "DROP DOMAIN usd")]
