"""Found an empty demonstration in the data folder: as `cairong init`, but its treasury answers."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cairong.config.settings")
django.setup()

from cairong.cli.migrating import migrate_database  # noqa: E402
from cairong.cli.ready import database_ready  # noqa: E402
from cairong.doors.clock import now  # noqa: E402
from cairong.home.folder import home  # noqa: E402
from cairong.home.state import CityState, keep_city_state  # noqa: E402
from support.town import found_town  # noqa: E402

if __name__ == "__main__":
    with database_ready():
        migrate_database()
        home().stamp()
        found_town(now())
        keep_city_state(home(), CityState.DEMO)
