"""What people type on the account's pages."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts
from django.forms import BoundField

from cairong.kernel.actor import ROLE_NAMES, Role
from cairong.web.account.organisation_forms import SizeFields
from cairong.web.forms import ActForm, Choices, DayField, LinesField, PageForm, UsccField

HINT = ";".join(
    str(text).rstrip("。.").removeprefix("你的密码").replace("你的", "您的")
    for text in password_validators_help_texts()
)


def password(label: str, *, new: bool = False) -> forms.CharField:
    """Make the field of a password."""
    auto = "new-password" if new else "current-password"
    widget = forms.PasswordInput(attrs={"autocomplete": auto})
    return forms.CharField(
        label=label, max_length=128, strip=False, widget=widget, help_text=HINT if new else ""
    )


def username(hint: str = "") -> forms.CharField:
    """Make the field of a user name."""
    widget = forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"})
    return forms.CharField(label="用户名", max_length=60, widget=widget, help_text=hint)


def code(label: str = "动态码", hint: str = "") -> forms.CharField:
    """Make the field of a one-time code."""
    attrs = {"inputmode": "numeric", "autocomplete": "one-time-code"}
    return forms.CharField(
        label=label, max_length=40, widget=forms.TextInput(attrs=attrs), help_text=hint
    )


def answer_of_passkey() -> forms.CharField:
    """Make the field in which a script writes what a passkey signed."""
    label = "通行密钥的应答"
    return forms.CharField(label=label, max_length=8000, required=False, widget=forms.HiddenInput)


class SignInForm(PageForm):
    """User name and password, and where one wanted to go."""

    username = username()
    password = password("密码")
    next = forms.CharField(max_length=2000, required=False, widget=forms.HiddenInput)


class CodeForm(PageForm):
    """A one-time code, or a spare one for a lost phone."""

    code = code("动态码或恢复码", "手机不在身边的,可以填写一个没有用过的 20 位恢复码")
    passkey = answer_of_passkey()
    next = forms.CharField(max_length=2000, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.data.get("passkey"):
            self.fields["code"].required = False


class PasskeyForm(ActForm):
    """A name for a new passkey, by which its holder knows it."""

    name = forms.CharField(label="名称", max_length=40, help_text="例如 办公室电脑、我的手机")
    passkey = answer_of_passkey()


class OwnPasswordForm(ActForm):
    """One's own password, before how one signs in is changed."""

    password = password("现在的密码")


class SwitchOnForm(OwnPasswordForm):
    """The password, and a code of the new second factor."""

    code = code()


class PasswordForm(ActForm):
    """The old password and the new one."""

    old = password("现在的密码")
    new = password("新密码", new=True)


class AskRenewalForm(PageForm):
    """Whose sign-in is lost, and whether the second factor is too."""

    username = username()
    with_factor = forms.BooleanField(
        label="手机和恢复码也丢了,要同时解除动态码", required=False, help_text="只能由两人当面核对"
    )


class RenewForm(ActForm):
    """A new password, once two have given their word."""

    password = password("新密码", new=True)


class LinkForm(RenewForm):
    """A new password by a link; elsewhere than where it was asked, with a code as well."""

    code = code("动态码", "不在提出申请的浏览器里,要填写您账号的动态码或恢复码")

    def __init__(self, *args: Any, asks_code: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_code:
            del self.fields["code"]


class ShownForm(ActForm):
    """The code on the page of somebody who cannot sign in."""

    code = code("对方屏幕上的 8 位代码", "当面看对方的屏幕;不是您认识的本人,不要填写")


class ShownOnPapersForm(ShownForm):
    """The code, and the papers by which somebody outside says it is them."""

    papers = forms.CharField(
        label="核对的材料", max_length=200, help_text="例如单位来函的日期和文号、核对的证件"
    )


class ConfirmForm(ActForm):
    """How it was seen who somebody is."""

    papers = forms.CharField(
        label="核对了什么", max_length=200, help_text="例如工作证号、任命文件的文号;请见到本人再填"
    )


class ProofForm(ActForm):
    """The code that came by telephone or mail, and one's own password."""

    code = code("收到的 8 位核验码")
    password = password("现在的密码")


class TakeForm(ActForm):
    """What somebody signed in needs to accept an invitation: two authorities give a word too."""

    word = code("口令", "同意邀请的部门(财政局采购科)另外告诉您的 8 位数字")

    def __init__(self, *args: Any, asks_word: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_word:
            del self.fields["word"]


class AcceptForm(TakeForm):
    """The account somebody makes to accept an invitation."""

    username = username("4 到 60 位小写字母、数字或 . _ @ -")
    password = password("密码", new=True)


class InviteForm(ActForm):
    """Whom to invite, to which desk."""

    name = forms.CharField(label="姓名", max_length=60)
    phone = forms.CharField(label="手机", max_length=30, required=False)
    role = forms.ChoiceField(label="岗位")
    region = forms.ChoiceField(label="管辖区域")
    administrator = forms.BooleanField(
        label="同时担任本单位管理员", required=False, help_text="管理员可以邀请、停用和移交人员"
    )


class ReasonForm(ActForm):
    """Why."""

    reason = forms.CharField(label="原因", max_length=200)


class HandOverForm(ReasonForm):
    """To whom a desk goes, and why."""

    successor_id = forms.TypedChoiceField(label="移交给", coerce=UUID)

    field_order = ("successor_id", "reason")


class DeputyForm(ActForm):
    """Who sits at a desk for some days."""

    deputy_id = forms.TypedChoiceField(label="代班人", coerce=UUID)
    valid_from = DayField(label="从")
    valid_to = DayField(label="到(含当日)")


class ClaimForm(ActForm):
    """What the desk found in the papers; the button pressed says which way."""

    reason = LinesField(label="核对说明", max_length=500)


class RegisterForm(SizeFields):
    """A supplier, its first person and the account."""

    uscc = UsccField(
        label="统一社会信用代码",
        help_text="18 位,见营业执照。92 开头的是个体工商户:合同公告只公开开户行和账号末四位",
    )
    name = forms.CharField(label="单位名称", max_length=200)
    region = forms.ChoiceField(label="所在县(市、区)")
    address = forms.CharField(label="住所", max_length=200)
    person = forms.CharField(label="经办人姓名", max_length=60)
    phone = forms.CharField(label="经办人手机", max_length=30)
    evidence = LinesField(
        label="授权材料",
        max_length=500,
        help_text="写明营业执照、法定代表人授权书的编号,以及可以回拨核实的登记电话",
    )
    username = username("4 到 60 位小写字母、数字或 . _ @ -")
    password = password("密码", new=True)

    field_order = (
        "uscc", "name", "region", "address", "industry", "employees", "revenue_wan", "assets_wan",
    )  # fmt: skip
    GROUPS = (
        ("单位", ("uscc", "name", "region", "address")),
        ("企业规模", ("industry", "employees", "revenue_wan", "assets_wan")),
        ("经办人和授权", ("person", "phone", "evidence")),
        ("登录账号", ("username", "password")),
    )

    def __init__(
        self,
        *args: Any,
        regions: Mapping[str, str],
        invited: bool = False,
        **kwargs: Any,
    ) -> None:
        offered = [("", "请选择"), *regions.items()]
        super().__init__(*args, choices={"region": offered}, **kwargs)
        if invited:
            self.fields["name"].disabled = True
            self.fields["name"].help_text = "照中标(成交)记录;与营业执照不符的,请采购人更正后再注册"

    def groups(self) -> list[tuple[str, list[BoundField]]]:
        """List the fields as they are asked for, under a heading each."""
        return [(word, [self[name] for name in names]) for word, names in self.GROUPS]


class AdministratorForm(ActForm):
    """An organisation's first administrator, on papers."""

    name = forms.CharField(label="姓名", max_length=60)
    phone = forms.CharField(label="手机", max_length=30, required=False)
    role = forms.ChoiceField(label="岗位")
    papers = forms.CharField(label="核对的材料", max_length=200, help_text="例如介绍信的日期和文号")


def role_choices(roles: Iterable[Role]) -> Choices:
    """Offer desks by their names."""
    return [(role.value, ROLE_NAMES[role]) for role in roles]
