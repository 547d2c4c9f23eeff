"""Restate published awards and contracts as the project's own data file.

    .venv/bin/python tools/restate_awards.py SOURCE.csv

keeps the facts of each row and where it was published, sorted by source, and writes
src/cairong/contracts/data/awards.csv.gz, the same bytes for the same rows.
"""

import csv
import gzip
import io
import sys
from pathlib import Path

TARGET = Path(__file__).parent.parent / "src" / "cairong" / "contracts" / "data" / "awards.csv.gz"
KEPT = (
    "src", "src_id", "notice_type", "publish_date", "province", "city", "district", "buyer",
    "buyer_class", "agency", "suppliers", "title", "project_no", "contract_no", "amount_yuan",
    "budget_yuan", "industry", "published_on_site", "performance_period", "location", "scope",
    "quality_flag",
)  # fmt: skip


def restate(source: Path) -> bytes:
    """Write the kept columns of every row, sorted, packed without a time."""
    with source.open(encoding="utf-8-sig", newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: (row["src"], row["src_id"]))
    text = io.StringIO()
    writer = csv.DictWriter(text, KEPT, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return gzip.compress(text.getvalue().encode(), mtime=0)


if __name__ == "__main__":
    TARGET.write_bytes(restate(Path(sys.argv[1])))
