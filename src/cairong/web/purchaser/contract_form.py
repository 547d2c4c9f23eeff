"""The form of a contract: every item of 二(二)-4, accounts, schedule, what is withheld."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField

from cairong.contracts.facts import Account, Items, Milestone, Withholding
from cairong.contracts.reads import Shares
from cairong.policy.items import TYPED, Item
from cairong.web.forms import (
    AccountField,
    ActForm,
    CnapsField,
    DayField,
    NumberField,
    WholeField,
    YuanField,
)
from cairong.web.purchaser.contract_fields import (
    AMOUNT,
    ELSEWHERE,
    HEADINGS,
    HINTS,
    WITHHELD_CHOICES,
    names_under,
)

ACCOUNT = (
    ("payee", "收款人", "与供应商名称一致"),
    ("account_no", "回款账号", "合同款只付到这个账户(二(三)-4)"),
    ("bank", "开户行", "写到支行,例如:中国工商银行洛阳凯旋西路支行"),
    ("cnaps", "联行号", "12 位数字,供应商的开户证明上有"),
)
ROW, WITHHELD = ("milestone", "percent", "agreed_days", "unit"), ("item", "ground", "until")
MOST_ROWS, LEAST_ROWS, WITHHELD_ROWS = 24, 3, 3
UNITS = [("calendar", "日(自然日)"), ("working", "个工作日")]
FIXED = ("amount", "signed_on", "retention_fen", "prepayment_fen",
         "announced_outside_no", "announced_outside_at")  # fmt: skip
CODES: Mapping[str, type[forms.CharField]] = {"account_no": AccountField, "cnaps": CnapsField}


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """One section as the page draws it."""

    word: str
    hint: str
    fields: Sequence[BoundField]


class ContractForm(ActForm):
    """A contract. `shares` are its suppliers; `fixed` leaves out what stands since signing.

    `standing` are the items asked to be withheld that nobody has decided on, each with its word.
    While it is not `strict` it is a draft: what is missing may be missing.
    """

    revision = WholeField(label="草稿版次", required=False, widget=forms.HiddenInput)
    rows = WholeField(label="行数", required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        shares: Shares,
        rows: int = LEAST_ROWS,
        strict: bool = True,
        fixed: bool = False,
        reasons: Mapping[str, str] | None = None,
        standing: Sequence[tuple[str, str]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.shares, self.strict, self.fixed = shares, strict, fixed
        self.row_count = min(max(rows, LEAST_ROWS), MOST_ROWS)
        self._add_items(alone=len(shares) == 1)
        self._add_accounts()
        self._add_rows()
        if standing:
            self.fields["withdrawn"] = forms.MultipleChoiceField(
                label="撤回不予公开的申请",
                required=False,
                choices=standing,
                widget=forms.CheckboxSelectMultiple,
                help_text="勾选的内容将公开。要改理由或期限,不必撤回,在下面重新填写这一项即可",
            )
        for name in FIXED if fixed else ():
            del self.fields[name]
        for name, field in self.fields.items():
            field.widget.is_required = field.required and strict
            if reason := (reasons or {}).get(name):
                setattr(field, "template_name", "purchaser/returned_field.html")  # noqa: B010
                setattr(field, "returned", reason)  # noqa: B010
        self.initial["rows"] = self.row_count

    def full_clean(self) -> None:
        """Clean; in a draft nothing has to be there."""
        needed = [field for field in self.fields.values() if field.required]
        for field in needed:
            field.required = self.strict
        super().full_clean()
        for field in needed:
            field.required = True

    def clean(self) -> None:
        """Check accounts, rows of the schedule and withheld items as wholes."""
        for place in range(len(self.shares)):
            own = names(place)
            self._clean_together(own, any(self.cleaned_data.get(each) for each in own[1:]))
        for at in range(self.row_count):
            row = [f"{name}_{at}" for name in ROW[:3]]
            self._clean_together(row[:2], any(self.cleaned_data.get(each) for each in row))
        for at in range(WITHHELD_ROWS):
            row = [f"{name}_{at}" for name in WITHHELD]
            self._clean_together(row, any(self.cleaned_data.get(each) for each in row))

    def arguments(self) -> dict[str, Any]:
        """Give what signing takes; where that was done before, what submitting anew takes."""
        typed = self.cleaned_data
        given = {
            "fields": Items(**{item.code: self._written(item) for item in TYPED}),
            "accounts": self._accounts(),
            "schedule": self._schedule(),
            "withheld": self._withheld(),
            "seen_revision": typed["revision"],
            **{name: typed[name] for name in ELSEWHERE if name in typed},
        }
        if self.fixed:
            return {**given, "withdrawn": self._taken_back(given["withheld"])}
        return {**given, "amount_fen": typed[AMOUNT], "signed_on": typed["signed_on"]}

    def _written(self, item: Item) -> Any:
        """Give what was written of an item; None where the form does not ask for it."""
        value = self.cleaned_data.get(item.code)
        if item.code not in self.fields or item.of == "supplier":
            return value or None
        return value or 0 if item.kind == "money" else value

    def _accounts(self) -> list[Account]:
        """Give each supplier's account that was written."""
        given = []
        for place, share in enumerate(self.shares):
            payee, number, bank, cnaps = (self.cleaned_data[name] for name in names(place))
            owner = share.supplier_id
            given.append(Account(payee=payee, no=number, bank=bank, cnaps=cnaps, supplier_id=owner))
        return [account for account in given if account.no]

    def _schedule(self) -> list[Milestone]:
        """Give the milestones of payment that were written, in their order."""
        rows = self._written_rows(ROW, self.row_count)
        return [Milestone(**{**row, "unit": row["unit"] or "calendar"}) for row in rows]

    def _withheld(self) -> list[Withholding]:
        """Give the requests to keep items from the public."""
        return [Withholding(**row) for row in self._written_rows(WITHHELD, WITHHELD_ROWS)]

    def _written_rows(self, names: Sequence[str], count: int) -> Iterator[dict[str, Any]]:
        """Give the rows whose first field was written."""
        for at in range(count):
            row = {name: self.cleaned_data.get(f"{name}_{at}") for name in names}
            if row[names[0]]:
                yield row

    def _taken_back(self, withheld: list[Withholding]) -> list[str]:
        """Name the standing requests that are taken back, unless they are made anew."""
        anew = {each.item for each in withheld}
        return [each for each in self.cleaned_data.get("withdrawn", ()) if each not in anew]

    def sections(self) -> Iterator[Drawn]:
        """List the sections of items, each with its fields."""
        for word in HEADINGS:
            fields = [self[name] for name in names_under(word) if name in self.fields]
            yield Drawn(word=word, hint=HINTS.get(word, ""), fields=fields)

    def account_sections(self) -> list[Drawn]:
        """List the accounts, one section for each supplier."""
        return [
            Drawn(
                word="回款账户和开户行" if not at else f"回款账户和开户行({share.named})",
                hint=f"供应商:{share.named}",
                fields=[self[name] for name in names(at)],
            )
            for at, share in enumerate(self.shares)
        ]

    def schedule_rows(self) -> list[list[BoundField]]:
        """List the rows of the payment schedule."""
        return [[self[f"{name}_{at}"] for name in ROW] for at in range(self.row_count)]

    def withheld_rows(self) -> list[list[BoundField]]:
        """List the rows of items to be withheld."""
        return [[self[f"{name}_{at}"] for name in WITHHELD] for at in range(WITHHELD_ROWS)]

    def elsewhere(self) -> list[BoundField]:
        """List the fields of a filing and an announcement made on another site (D2)."""
        return [self[name] for name in ELSEWHERE if name in self.fields]

    def wrong_in_withheld(self) -> bool:
        """Whether an error stands among the withheld items or another site's number."""
        folded = (*ELSEWHERE, *(f.name for row in self.withheld_rows() for f in row))
        return any(name in self.errors for name in folded)

    def _add_items(self, *, alone: bool) -> None:
        for item in TYPED:
            if item.of != "supplier" or alone:
                self.fields[item.code] = _field(item)
        self.fields |= {
            "signed_on": DayField(label="签订日期", help_text="双方签字盖章的那一天"),
            AMOUNT: YuanField(label="合同金额", help_text="不得超过中标(成交)金额"),
        }
        for head, word, number in (("", "备案", "备案号"), ("announced_", "公告", "公告编号")):
            self.fields |= {
                f"{head}outside_no": forms.CharField(
                    label=f"其他网站的{number}", required=False, max_length=60
                ),
                f"{head}outside_at": forms.DateTimeField(
                    label=f"在其他网站{word}的时间",
                    required=False,
                    widget=forms.DateTimeInput(
                        format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}
                    ),
                    help_text=f"已在洛阳市政府采购网等网站{word}的填写,以那里的时间计算{word}期限",
                ),
            }

    def _add_accounts(self) -> None:
        for place in range(len(self.shares)):
            for name, (base, word, hint) in zip(names(place), ACCOUNT, strict=True):
                kind = CODES.get(base, forms.CharField)
                self.fields[name] = kind(label=word, help_text=hint, max_length=200)

    def _add_rows(self) -> None:
        for at in range(self.row_count):
            self.fields |= {
                f"milestone_{at}": forms.CharField(
                    label=f"节点 {at + 1}", required=not at, max_length=100
                ),
                f"percent_{at}": NumberField(
                    label="比例",
                    unit="%",
                    required=not at,
                    decimal_places=2,
                    min_value=0,
                    max_value=100,
                    widget=forms.TextInput(attrs={"data-unit": "%"}),
                ),
                f"agreed_days_{at}": WholeField(
                    label="几日内付款",
                    unit="日",
                    required=False,
                    help_text="" if at else "合同没有约定的不填,按规定期限付款",
                    min_value=0,
                    max_value=3650,
                ),
                f"unit_{at}": forms.ChoiceField(label="按哪种日", required=False, choices=UNITS),
            }
        for at in range(WITHHELD_ROWS):
            self.fields |= {
                f"item_{at}": forms.ChoiceField(
                    label="不公开的内容", required=False, choices=WITHHELD_CHOICES
                ),
                f"ground_{at}": forms.CharField(
                    label="商业秘密的依据", required=False, max_length=300
                ),
                f"until_{at}": DayField(label="不公开到哪一天", required=False),
            }

    def _clean_together(self, own: Sequence[str], begun: bool) -> None:  # noqa: FBT001
        for name in own:
            missing = self.cleaned_data.get(name) in (None, "")
            if begun and missing and name not in self.errors:
                self.add_error(name, self.fields[name].error_messages["required"])


def _field(item: Item) -> forms.Field:
    """Make the field of an item; what heads the public page has to be there as well."""
    own: dict[str, Any] = {
        "label": item.word,
        "help_text": item.hint,
        "required": item.required or item.public == "head",
    }
    if item.kind == "money":
        return YuanField(**own)
    if item.kind == "day":
        return DayField(**own)
    if item.kind == "flag":
        return forms.BooleanField(**own)
    box = forms.Textarea(attrs={"rows": item.lines}) if item.lines > 1 else forms.TextInput()
    return forms.CharField(max_length=item.longest, widget=box, **own)


def names(place: int) -> list[str]:
    """Name the account's fields of one supplier; the first supplier's bear no number."""
    return [name if not place else f"{name}_{place}" for name, _, _ in ACCOUNT]
