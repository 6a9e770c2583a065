"""Records as export files: headers that the auditor knows, cells that it reads back as they were."""

from datetime import date, datetime
from pathlib import Path

import pytest

from dbcheck.records.snapshot import kinds
from dbcheck.reports.record_files import FORMS, headers_of, write_records
from dbcheck.sources.gather import gather

LETTER: dict[str, object] = {
    "id": "XJ-1",
    "channel": "web",
    "title": "路灯,不亮",
    "content": '第一行\n"第二行"',
    "received_at": datetime(2024, 9, 27, 9, 0, 1),
    "accepted": True,
    "is_complex": False,
}
SITE: dict[str, object] = {
    "id": "S-1",
    "domains": ["a.gov.cn", "b.gov.cn"],
    "opened_at": date(2020, 1, 2),
    "status": "running",
}
ITEM: dict[str, object] = {"id": "SX-1", "themes": ["证照、许可", "其他"], "audience": ["individual", "legal_person"]}
RECORDS: dict[str, list[dict[str, object]]] = {"letter": [LETTER], "site": [SITE], "service_item": [ITEM], "survey": []}


@pytest.mark.parametrize("form", list(FORMS))
def test_what_is_written_is_read_back_as_it_was(form: str, tmp_path: Path) -> None:
    write_records(RECORDS, kinds(), tmp_path, form)
    gathered = gather([tmp_path], kinds=kinds(), binding=None, lang="en")
    assert gathered.rejects_total == 0
    for kind, rows in RECORDS.items():
        for row in rows:
            names = list(row)
            (batch,) = [thunk() for thunk in gathered.tables[kind].batches(names)]
            assert batch.select(names).row(0, named=True) == row


@pytest.mark.parametrize("kind", list(kinds()))
def test_no_two_columns_of_a_kind_bear_the_same_header(kind: str) -> None:
    headers = list(headers_of(kinds()[kind]).values())
    assert len(headers) == len(set(headers))
