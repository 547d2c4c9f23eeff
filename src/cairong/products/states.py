"""What a product can be."""

from cairong.kernel.actor import Role
from cairong.kernel.states import State, StateTable

PRODUCT = StateTable(
    "products.Product",
    "产品",
    {
        "published": State(word="在架", shape="done", obligation="二(一)-4"),
        "suspended": State(
            word="暂停受理",
            shape="wait",
            holder=Role.INSTITUTION_OFFICER,
            awaits="恢复或下架",
            obligation="二(一)-2",
        ),
        "retired": State(word="已下架", shape="stop"),
    },
    {
        ("published", "publish"): "published",
        ("suspended", "publish"): "published",
        ("published", "suspend"): "suspended",
        ("suspended", "resume"): "published",
        ("published", "retire"): "retired",
        ("suspended", "retire"): "retired",
    },
)
