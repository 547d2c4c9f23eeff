"""Closed tables of states: what may follow what, who holds the ball in each, and why."""

from collections.abc import Mapping
from dataclasses import dataclass

from cairong.kernel.actor import Role
from cairong.kernel.errors import WrongState

ACT_WORDS: Mapping[str, str] = {
    "accept": "接受",
    "acknowledge": "采购人确认",
    "agree": "同意变更",
    "approve": "批准",
    "cancel": "取消",
    "change": "变更",
    "close": "关闭",
    "complete": "确认齐全",
    "confirm": "确认",
    "confirm_payment": "确认到账",
    "consent": "供应商同意",
    "decline": "谢绝",
    "decline_acknowledgement": "采购人不予确认",
    "decline_confirmation": "国库科不予确认",
    "disburse": "放款",
    "disburse_whole": "全额放款",
    "fall": "因选他家而失效",
    "finance": "放款",
    "lapse": "到期失效",
    "lapse_unlocked": "未锁定账户而失效",
    "lose_ground": "因依据不再存在而失效",
    "step_back": "由金融机构退出",
    "meet_conditions": "确认放款条件",
    "offer": "报价",
    "pay": "支付",
    "publish": "上架",
    "recall": "收回",
    "refuse": "不同意",
    "reject": "不予通过",
    "release": "解除",
    "reopen": "重新征询",
    "repay": "还款",
    "request_lock": "申请锁定",
    "resubmit": "重新报送",
    "resume": "恢复",
    "retire": "下架",
    "return": "退回",
    "return_payment": "退汇",
    "send_back": "退回",
    "settle": "结清",
    "sign": "签订",
    "stand_payee": "确立收款人",
    "suspend": "暂停",
    "take_back": "撤回",
    "waive_rest": "放弃余额",
    "withdraw": "撤回",
}


@dataclass(frozen=True, kw_only=True)
class State:
    """One state: its word on pages, who holds the ball, what is awaited, by which obligation.

    `shape` is the mark that stands beside the word (never colour alone): one of
    `wait`, `work`, `done`, `stop`, `alert`. `holder` is empty where nobody has to act.
    """

    word: str
    shape: str = "wait"
    holder: Role | None = None
    awaits: str = ""
    obligation: str = ""


@dataclass(frozen=True)
class StateTable:
    """A closed list of states and of the acts that lead from one to another."""

    thing: str
    word: str
    states: Mapping[str, State]
    steps: Mapping[tuple[str, str], str]

    def __post_init__(self) -> None:
        for (before, act), after in self.steps.items():
            unknown = {before, after} - self.states.keys()
            if unknown or act not in ACT_WORDS:
                raise ValueError(f"{self.thing}: {act} names unknown states {sorted(unknown)}")

    def after(self, state: str, act: str) -> str:
        """Name the state that `act` leads to. Raises WrongState with both words.

        An act that the house has no word for is a fault of the program: KeyError.
        """
        try:
            return self.steps[state, act]
        except KeyError:
            here = (ACT_WORDS[step] for before, step in self.steps if before == state)
            possible = "、".join(dict.fromkeys(here)) or "没有可办的事"
            raise WrongState(
                "state.cannot",
                thing=self.word,
                state=self.states[state].word,
                act=ACT_WORDS[act],
                possible=possible,
            ) from None

    def choices(self) -> list[tuple[str, str]]:
        """The states as Django choices."""
        return [(code, state.word) for code, state in self.states.items()]
