"""What a paper can be: kept for its owner's own look, handed in, withdrawn."""

from cairong.kernel.states import State, StateTable, Step
from cairong.policy.papers import CLAUSE, KEEPERS

PAPER = StateTable(
    "papers.Paper",
    "材料",
    {
        "kept": State(word="待本单位过目", shape="wait"),
        "handed": State(word="已提交", shape="done", obligation=CLAUSE),
        "withdrawn": State(word="已撤下", shape="stop"),
    },
    {
        ("kept", "hand_in"): Step("handed", "提交材料", KEEPERS),
        ("kept", "withdraw"): Step("withdrawn", "撤下材料", KEEPERS),
        ("handed", "withdraw"): Step("withdrawn", "撤下材料", KEEPERS),
    },
)
