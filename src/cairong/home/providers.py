"""The outside identity providers people may sign in with: a file kept with the keys (D22)."""

import dataclasses
from typing import Annotated

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from cairong.home.folder import Home
from cairong.home.trouble import Trouble

FILE = "providers.json"
ISSUER = r"^(https://[^\s/?#]+|http://(127\.0\.0\.1|localhost)(:\d+)?)(/[^\s?#]*)?$"
FORMS = {
    "key": "2 到 20 位小写字母、数字或 -",
    "name": "1 到 30 个字,前后不留空格",
    "issuer": "https:// 开头的网址,照提供方给的原样写",
    "client_id": "提供方发给本平台的编号",
    "client_secret": "提供方发给本平台的密钥",
}
ONCE = ("key", "name", "issuer")


@dataclass(frozen=True, kw_only=True, config=ConfigDict(extra="forbid"))
class Provider:
    """One provider of OpenID Connect: `key` stands in our addresses, `name` on our pages."""

    key: Annotated[str, Field(pattern=r"^[a-z0-9-]{2,20}$")]
    name: Annotated[str, Field(pattern=r"^\S(.*\S)?$", max_length=30)]
    issuer: Annotated[str, Field(pattern=ISSUER, max_length=200)]
    client_id: Annotated[str, Field(min_length=1, max_length=200)]
    client_secret: Annotated[str, Field(min_length=1, max_length=200)] = dataclasses.field(
        repr=False
    )


def providers_known(home: Home) -> tuple[Provider, ...]:
    """Read the providers; none where there is no file. Raises Trouble for one that is wrong."""
    path = home.keys / FILE
    try:
        text = path.read_text("utf-8-sig")
    except (FileNotFoundError, NotADirectoryError):
        return ()
    except UnicodeDecodeError:
        raise Trouble(f"{path} 不是 UTF-8 编码:请另存为 UTF-8 再运行。") from None
    except OSError as error:
        raise Trouble(f"{path} 读不了({error.strerror}):请让运行本程序的账号能读它。") from error
    try:
        found = TypeAdapter(tuple[Provider, ...]).validate_json(text)
    except ValidationError as error:
        raise Trouble(_why(home, error)) from None
    for field in ONCE:
        if len({getattr(each, field) for each in found}) < len(found):
            raise Trouble(f"{path} 里有两个身份提供方的 {field} 相同:请改成各不相同。")
    return found


def _why(home: Home, error: ValidationError) -> str:
    which, *field = error.errors(include_input=False)[0]["loc"] or ("",)
    if not field or field[0] not in FORMS:
        return (
            f"{home.keys / FILE} 读不懂:请写成 JSON 列表,每个身份提供方写 "
            f"{'、'.join(FORMS)} 五项,不写别的。"
        )
    name = str(field[0])
    return f"{home.keys / FILE} 第 {int(which) + 1} 个身份提供方的 {name} 不对:请写{FORMS[name]}。"
