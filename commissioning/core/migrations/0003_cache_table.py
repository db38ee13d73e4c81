from django.db import migrations

# What `createcachetable` would make, so that `migrate` alone prepares a database.
MAKE = """
    CREATE TABLE IF NOT EXISTS core_cache (
        cache_key varchar(255) NOT NULL PRIMARY KEY,
        value text NOT NULL,
        expires timestamp with time zone NOT NULL
    );
    CREATE INDEX IF NOT EXISTS core_cache_expires ON core_cache (expires);
"""


class Migration(migrations.Migration):
    """The shared cache, in which sign-in counts wrong passwords across all workers."""

    dependencies = [("core", "0002_refuse_truncate")]

    operations = [migrations.RunSQL(MAKE, reverse_sql="DROP TABLE IF EXISTS core_cache")]
