"""`cairong import contracts`: what it prints, what it leaves beside the file."""

import pytest
from click.testing import CliRunner

from cairong.cli.imports import imports
from cairong.contracts.models import Award
from cairong.disclosure.models import PublicContract
from contracts.dirt import GOOD, table
from contracts.ground import Ground


def run(*words: str):
    return CliRunner().invoke(imports, ["contracts", "--not-secret", *words])


def test_counts_are_printed_and_samples_are_public(ground: Ground, tmp_path):
    path = table(tmp_path, [GOOD, {**GOOD, "src_id": "2", "amount_yuan": "面议"}])
    done = run(str(path))
    assert done.exit_code == 0, done.output
    assert "新录入中标(成交)记录 1 条,其中外地样本 1 条" in done.output
    assert "未录入 1 条" in done.output
    assert "例如第 3 行:" in done.output
    assert (tmp_path / "rows.csv.errors.csv").exists()
    assert PublicContract.objects.get().kind == "sample"
    again = run(str(path))
    assert "没有变化 1 条" in again.output
    assert Award.objects.count() == 1


def test_an_old_list_of_errors_does_not_stay(ground: Ground, tmp_path):
    (tmp_path / "rows.csv.errors.csv").write_text("old")
    run(str(table(tmp_path, [GOOD])))
    assert not (tmp_path / "rows.csv.errors.csv").exists()


def test_an_unknown_city_is_told(ground: Ground, tmp_path):
    done = run(str(table(tmp_path, [GOOD])), "--city", "999999")
    assert done.exit_code != 0
    assert "没有代码为 999999 的城市" in str(done.exception)


def test_whether_it_holds_a_state_secret_is_asked_first(ground: Ground, tmp_path):
    done = CliRunner().invoke(imports, ["contracts", str(table(tmp_path, [GOOD]))])
    assert done.exit_code != 0
    assert "二(二)-5" in str(done.exception)
    assert not Award.objects.exists()


@pytest.mark.parametrize(
    "secret",
    [{"是否涉密": "是"}, {"密级": "机密"}, {"密级": "不清楚"}, {"title": "绝密★某工程"}],
)
def test_of_a_secret_row_only_its_number_is_told(ground: Ground, tmp_path, secret):
    """The others enter; nobody repeats a word of it (E of the guards)."""
    row = GOOD | {"src_id": "canary-1", "buyer": "canary-2"} | secret
    done = run(str(table(tmp_path, [GOOD | dict.fromkeys(secret.keys() - GOOD.keys(), "否"), row])))
    assert "新录入中标(成交)记录 1 条" in done.output
    errors = (tmp_path / "rows.csv.errors.csv").read_text(encoding="utf-8-sig")
    assert errors.splitlines()[1].startswith('3,,,"这一行写明涉及国家秘密')
    assert "canary" not in errors + done.output
    assert "某工程" not in errors + done.output
    assert not Award.objects.filter(src_id="canary-1").exists()
