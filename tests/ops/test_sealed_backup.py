"""A backup for its recipient's eyes alone, signed: opened with the key, refused where changed."""

import base64
import json
import os
import shutil
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

import pytest
from pyrage.x25519 import Identity, Recipient

from cairong.cli.recipient import as_recipient
from cairong.cli.sealing import Parts, Seal
from cairong.home.folder import Home
from cairong.home.owners import hand_over
from cairong.notary.keys import Ed25519
from support.installation import Installation

pytestmark = pytest.mark.xdist_group("ops")
LETTER = b"%PDF-1.7 a letter that nobody else may read"
ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="只有 root 能把目录给别的账号")


@pytest.fixture(scope="module")
def sealed(founded, tmp_path_factory) -> Iterator[SimpleNamespace]:
    """A city with a recipient, two backups of it, and one of another city to the same recipient."""
    base = tmp_path_factory.mktemp("sealed")
    one = copy_of(founded, base / "home")
    (one.home / "files" / "letter.pdf").write_bytes(LETTER)
    done = one.command("recipient", "--new", str(base / "key"))
    assert done.returncode == 0, done.stderr
    public = next(word for word in done.stdout.split() if word.startswith("备份加密给:"))
    for name in ("older", "b"):
        kept = one.command("backup", str(base / name))
        assert kept.returncode == 0, kept.stderr
    theirs = copy_of(founded, base / "theirs")
    public = public.removeprefix("备份加密给:")
    assert theirs.command("backup", "--to", public, str(base / "foreign")).returncode == 0
    yield SimpleNamespace(
        city=one, base=base, folder=base / "b", key=base / "key", public=public,
        told=done.stdout, said=kept.stdout,
    )  # fmt: skip
    one.kill_everything()


def copy_of(founded: Path, place: Path) -> Installation:
    shutil.copytree(founded, place, symlinks=True)
    return Installation(place)


def anybody() -> Recipient:
    return Identity.generate().to_public()


def refused(done) -> str:
    assert (done.returncode, done.stderr.count("\n")) == (1, 1), done.stderr
    return done.stderr


def test_the_recipient_is_told_and_the_private_half_carried_away(sealed):
    text = sealed.key.read_text()
    (signer,) = [line for line in text.splitlines() if line.startswith("# signer: Ed25519:")]
    assert signer in sealed.told
    assert "这台机器上不要留" in sealed.told
    assert "AGE-SECRET-KEY-1" in text
    assert "AGE-SECRET-KEY-1" not in sealed.told + sealed.said
    assert sealed.key.stat().st_mode & 0o777 == 0o600
    private = text.splitlines()[-1].encode()
    left = [path for path in sealed.city.home.rglob("*") if path.is_file()]
    assert [path for path in left if private in path.read_bytes()] == []
    assert f"加密给 {sealed.public},由 {signer.removeprefix('# signer: ')} 签名" in sealed.said


def test_nothing_of_the_city_stands_in_it_in_the_clear(sealed):
    words = [path.read_bytes().strip() for path in (sealed.city.home / "keys").iterdir()]
    found = {path for path in sealed.folder.rglob("*") if path.is_file()}
    names = {str(path.relative_to(sealed.folder)) for path in found}
    assert names >= {"database.dump.age", "manifest.json.age", "keys/owner.age", "seal.json"}
    assert names >= {"files/letter.pdf.age"}
    for path in found:
        data = path.read_bytes()
        if path.name != "seal.json":
            assert path.stat().st_mode & 0o777 == 0o600
            assert data.startswith(b"age-encryption.org/v1\n")
        assert [word for word in (*words, LETTER, b"PGDMP", b"parties_") if word in data] == []


def test_a_city_comes_back_with_the_key_and_its_backups_stay_closed(
    sealed, new_installation, tmp_path
):
    one = new_installation()
    done = one.command("restore", "--key", str(sealed.key), str(sealed.folder))
    assert done.returncode == 0, done.stderr
    assert "逐表核对一致" in done.stdout
    assert (one.home / "files" / "letter.pdf").read_bytes() == LETTER
    assert not (one.home / "opened").exists()
    kept = one.command("backup", str(tmp_path / "again"))
    assert f"加密给 {sealed.public}" in kept.stdout
    new = new_installation()
    words = ("restore", "--key", str(tmp_path / "key"), str(tmp_path / "again"))
    shutil.copy(sealed.key, tmp_path / "key")
    assert "里没有这个签名人" in refused(new.command(*words))
    with (tmp_path / "key").open("a") as key:
        key.write(done.stdout.strip().splitlines()[-1] + "\n")
    assert new.command(*words).returncode == 0


def test_a_pair_made_on_another_machine(founded, sealed, new_installation, tmp_path):
    """There is no city there, so the key's file does not know yet who signs."""
    other, key = new_installation(), tmp_path / "key"
    done = other.command("recipient", "--new", str(key))
    assert done.returncode == 0, done.stderr
    assert not other.home.exists()
    public = key.read_text().splitlines()[1].removeprefix("# public key: ")
    one = copy_of(founded, tmp_path / "one")
    told = one.command("recipient", "--set", public)
    assert f"备份加密给:{public}" in told.stdout
    assert one.command("backup", str(tmp_path / "b")).returncode == 0
    words = ("restore", "--key", str(key), str(tmp_path / "b"))
    assert "没有写明备份由谁签名" in refused(other.command(*words))
    with key.open("a") as file:
        file.write(told.stdout.strip().splitlines()[-1] + "\n")
    assert other.command(*words).returncode == 0


def changed(name: str) -> Callable[[Path], None]:
    def do(folder: Path) -> None:
        data = bytearray((folder / name).read_bytes())
        data[len(data) // 2] ^= 1
        (folder / name).write_bytes(data)

    return do


def cut(name: str) -> Callable[[Path], None]:
    return lambda folder: os.truncate(folder / name, (folder / name).stat().st_size // 2)


def without(name: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).unlink()


def besides(name: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).write_bytes(b"{}") and None


def older(name: str) -> Callable[[Path], None]:
    return lambda folder: shutil.copy(folder.parent / "older" / name, folder / name) and None


def swapped(folder: Path) -> None:
    one, other = folder / "keys" / "owner.age", folder / "keys" / "app.age"
    first, second = one.read_bytes(), other.read_bytes()
    one.write_bytes(second)
    other.write_bytes(first)


def seal_says(**facts: object) -> Callable[[Path], None]:
    def do(folder: Path) -> None:
        told = json.loads((folder / "seal.json").read_text())
        (folder / "seal.json").write_text(json.dumps({**told, **facts}))

    return do


def signed_anew(folder: Path) -> None:
    """A letter of another's own, in a list that its own key signed."""
    public = as_recipient(json.loads((folder / "seal.json").read_text())["recipient"], "")
    (folder / "files" / "letter.pdf.age").unlink()
    (folder / "seal.json").unlink()
    parts = Parts(folder, public)
    parts.put("files/letter.pdf", BytesIO(b"%PDF-1.7 another letter"))
    parts.seal(Ed25519(Ed25519.made()), "2026-11-30T00:00:00.000+08:00")


SPOILT = {
    "a byte of the dump": (changed("database.dump.age"), "被改过的 database.dump.age"),
    "a byte of a key": (changed("keys/owner.age"), "被改过的 keys/owner.age"),
    "a byte of the manifest": (changed("manifest.json.age"), "被改过的 manifest.json.age"),
    "the dump ends early": (cut("database.dump.age"), "被改过的 database.dump.age"),
    "a file is gone": (without("files/letter.pdf.age"), "缺少 files/letter.pdf.age"),
    "a file too many": (besides("keys/other.age"), "多出 keys/other.age"),
    "a manifest in the clear": (besides("manifest.json"), "多出 manifest.json"),
    "two keys changed places": (swapped, "被改过的 keys/app.age"),
    "the dump of an older backup": (older("database.dump.age"), "被改过的 database.dump.age"),
    "the seal of an older backup": (older("seal.json"), "被改过的 database.dump.age"),
    "another moment in the seal": (seal_says(taken_at="2030-01-01"), "seal.json 被改过"),
    "another signer in the seal": (
        seal_says(signer=f"Ed25519:{base64.b64encode(bytes(32)).decode()}"),
        "seal.json 被改过",
    ),
    "a signer that is none": (seal_says(signer="x"), "seal.json 被改过"),
    "a word unknown in the seal": (seal_says(colour="red"), "读不出 seal.json"),
    "files that are no list": (seal_says(files=[]), "seal.json 被改过"),
    "the seal ends early": (cut("seal.json"), "读不出 seal.json"),
    "the seal is gone": (without("seal.json"), "读不出 seal.json"),
    "signed anew by another": (signed_anew, "里没有这个签名人"),
}


@pytest.mark.parametrize("case", SPOILT)
def test_a_sealed_backup_that_was_changed_is_refused_by_the_name_of_the_file(
    sealed, new_installation, tmp_path, case
):
    spoil, said = SPOILT[case]
    for name in ("b", "older"):
        shutil.copytree(sealed.base / name, tmp_path / name)
    spoil(tmp_path / "b")
    one = new_installation()
    done = one.command("restore", "--key", str(sealed.key), str(tmp_path / "b"))
    assert said in refused(done)
    assert str(tmp_path / "b") in done.stderr
    assert not one.home.exists()


def test_another_citys_backup_to_the_same_recipient_is_not_taken_for_ours(sealed, new_installation):
    done = new_installation().command(
        "restore", "--key", str(sealed.key), str(sealed.base / "foreign")
    )
    assert "seal.json 由 Ed25519:" in refused(done)


def rewritten(sealed, path: Path, **changes: str) -> Path:
    """The key's file with each text put for another."""
    text = sealed.key.read_text()
    for old, new in changes.values():
        assert old in text
        text = text.replace(old, new)
    path.write_text(text)
    return path


def test_a_key_that_is_not_the_recipients(sealed, new_installation, tmp_path):
    private = sealed.key.read_text().splitlines()[-1]
    other = str(Identity.generate())
    path = rewritten(sealed, tmp_path / "other", key=(private, other))
    one = new_installation()
    said = refused(one.command("restore", "--key", str(path), str(sealed.folder)))
    assert f"加密给 {sealed.public},{path} 里的私钥打不开它" in said
    assert not one.home.exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "里没有私钥"),
        ("# nothing\n", "里没有私钥"),
        ("age1x\n", "不是收件人的私钥文件"),
        ("AGE-SECRET-KEY-1X\n", "不是收件人的私钥文件"),
        ("\udcff", "不是收件人的私钥文件"),
    ],
)
def test_a_file_that_holds_no_key(sealed, new_installation, tmp_path, text, said):
    (tmp_path / "k").write_text(text, errors="surrogateescape")
    done = new_installation().command("restore", "--key", str(tmp_path / "k"), str(sealed.folder))
    assert f"{tmp_path / 'k'} {said}" in refused(done)


def test_without_a_key_it_is_not_opened_and_with_one_no_open_backup_is_believed(
    sealed, founded, new_installation, tmp_path
):
    """Else whoever holds the medium could put a backup of their own, in the clear, in its place."""
    one = new_installation()
    assert "已加密:请用 --key" in refused(one.command("restore", str(sealed.folder)))
    done = copy_of(founded, tmp_path / "home").command("backup", str(tmp_path / "open"))
    assert "备份没有加密" in done.stdout
    said = refused(one.command("restore", "--key", str(sealed.key), str(tmp_path / "open")))
    assert "没有加密,也没有签名" in said
    assert not one.home.exists()


def test_the_private_half_is_not_put_into_the_data_folder_nor_over_a_file(sealed):
    for path, said in ((sealed.city.home / "k", "在数据目录里"), (sealed.key, "已经在了")):
        done = sealed.city.command("recipient", "--new", str(path))
        assert done.returncode == 2
        assert said in done.stderr
    assert not (sealed.city.home / "k").exists()


@ROOT
def test_what_another_account_put_there_is_not_believed(founded, tmp_path):
    """The data folder is the migrator's, who could put a recipient of its own in root's place."""
    one = copy_of(founded, tmp_path / "home")
    hand_over(Home(one.home))
    (one.home / "backup").mkdir(mode=0o700)
    (one.home / "backup" / "recipient").write_text(f"{anybody()}\n")
    os.chown(one.home / "backup", one.home.stat().st_uid, -1)
    assert "收件人和签名密钥不可信" in refused(one.command("backup", str(tmp_path / "b")))
    assert not (tmp_path / "b").exists()


def test_the_start_of_a_real_city_says_whether_its_backups_are_open(installation):
    installation.start()
    assert installation.announced().count("备份没有加密") == 1
    assert installation.stop()[0] == 0
    public = str(anybody())
    assert installation.command("recipient", "--set", public).returncode == 0
    installation.start()
    assert "备份没有加密" not in installation.announced()


@pytest.mark.parametrize("is_sealed", [True, False])
def test_a_large_file_passes_in_small_pieces(tmp_path, is_sealed):
    asked = []

    class Large(BytesIO):
        def read(self, most: int | None = -1, /) -> bytes:
            asked.append(most)
            return super().read(most)

    parts = Parts(tmp_path, anybody() if is_sealed else None)
    parts.put("large", Large(bytes(8 * 2**20)))
    assert {-1 < most <= 2**20 for most in asked} == {True}


def test_a_disk_that_fills_up_while_it_is_encrypted_is_said_as_such(tmp_path):
    """Age tells nothing of what failed at either end."""

    class Broken(BytesIO):
        def read(self, _: int | None = -1, /) -> bytes:
            raise OSError(28, "No space left on device")

    parts = Parts(tmp_path, anybody())
    with pytest.raises(OSError, match="No space left") as caught:
        parts.put("one", Broken())
    assert caught.value.errno == 28


def test_the_signature_covers_every_word_of_the_seal():
    seal = Seal(format="f", taken_at="t", recipient="r", signer="s", files={"a": "b"})
    for name in ("format", "taken_at", "recipient", "signer"):
        assert Seal(**{**seal.__dict__, name: "x"}).signed != seal.signed
    assert Seal(**{**seal.__dict__, "files": {}}).signed != seal.signed
