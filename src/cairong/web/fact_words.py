"""The order of facts, and the Chinese words of the values they choose among."""

from collections.abc import Mapping, Sequence

from cairong.kernel.actor import ROLE_NAMES
from cairong.lending.states import OFFER
from cairong.outreach.reads import CHANNEL_WORDS
from cairong.parties.reads import KIND_WORDS as ORGANISATIONS
from cairong.policy import items
from cairong.policy.catalogue.facts import WORDS
from cairong.policy.cost import METHOD_WORDS
from cairong.policy.lending import REASONS
from cairong.policy.lpr import TENOR_WORDS
from cairong.policy.parameters import BY_CODE
from cairong.policy.size import SIZE_WORDS
from cairong.treasury.states import LOCK

ORDER: Sequence[str] = (
    "organisation_name", "kind", "name", "uscc", "region", "address",
    "supplier", "contract", "award", "intent_no", "product",
    *(item.code for item in items.ITEMS if item.section == items.IDENTITY or item.kind != "text"),
    *(each.code for each in items.TYPED if each.section != items.IDENTITY and each.kind == "text"),
    "account", "accounts", "payee", "no", "account_no", "bank", "cnaps", "schedule", "milestone",
    "percent", "agreed_days", "unit", "item", "ground", "until",
)  # fmt: skip

_ITEM_WORDS = {**items.WORDS, "schedule": WORDS["schedule"]}
NUMBER_GIVEN = "同意后自动编号"
UNDEFINED = {"irr_percent": "—", "simple_percent": "—", "agreed_days": "合同未约定"}
CHOICES: Mapping[str, Mapping[str, str]] = {
    "changed": WORDS,
    "channel": CHANNEL_WORDS,
    "collateral": {"": "不要求", "none": "不要求"},
    "code": {
        **{key: reason.word for key, reason in REASONS.items()},
        **{key: each.word for key, each in BY_CODE.items()},
    },
    "item": _ITEM_WORDS,
    "kind": ORGANISATIONS,
    "lock": {name: state.word for name, state in LOCK.states.items()},
    "lpr": TENOR_WORDS,
    "method": {str(key): word for key, word in METHOD_WORDS.items()},
    "methods": {str(key): word for key, word in METHOD_WORDS.items()},
    "offer": {name: state.word for name, state in OFFER.states.items()},
    "published_items": _ITEM_WORDS,
    "role": {role.value: word for role, word in ROLE_NAMES.items()},
    "size": {str(key): word for key, word in SIZE_WORDS.items()},
    "sizes": {str(key): word for key, word in SIZE_WORDS.items()},
    "tenor": TENOR_WORDS,
    "unit": {"working": "工作日", "calendar": "自然日"},
    "verdict": {"accept": "同意备案", "return": "退回"},
    "withdrawn": _ITEM_WORDS,
}
