"""Suspend a product, bring it back, or take it off the shelf for good: two persons."""

from datetime import datetime
from uuid import UUID

from cairong.audit.recording import record
from cairong.kernel.actor import Actor, Role
from cairong.kernel.text import clean_text
from cairong.parties.four_eyes import two_person
from cairong.products.actions.publish_product import named
from cairong.products.models import Product
from cairong.products.reads import product_for
from cairong.products.states import PRODUCT

EVENTS = {
    "suspend": "products.product.suspended",
    "resume": "products.product.resumed",
    "retire": "products.product.retired",
}


@two_person(Role.INSTITUTION_OFFICER, word="暂停融资产品", of=PRODUCT)
def suspend_product(*, actor: Actor, now: datetime, product_id: UUID, reason: str) -> Product:
    """Stop taking new cases for a product; those in progress go on under its version.

    Raises NotFound, WrongState, Invalid without a reason. Writes: products.Product.
    """
    return _turned(actor, now, product_id, "suspend", reason)


@two_person(Role.INSTITUTION_OFFICER, word="恢复融资产品", of=PRODUCT)
def resume_product(*, actor: Actor, now: datetime, product_id: UUID, reason: str) -> Product:
    """Take new cases again, under the version in force; open intents reach it as a new one's.

    Writes: products.Product.
    """
    return _turned(actor, now, product_id, "resume", reason)


@two_person(Role.INSTITUTION_OFFICER, word="下架融资产品", of=PRODUCT)
def retire_product(*, actor: Actor, now: datetime, product_id: UUID, reason: str) -> Product:
    """Take a product off the shelf for good; running cases keep their version.

    Raises NotFound, WrongState, Invalid without a reason. Writes: products.Product.
    """
    return _turned(actor, now, product_id, "retire", reason)


def _turned(actor: Actor, now: datetime, product_id: UUID, act: str, reason: str) -> Product:
    product = product_for(actor, product_id, lock=True)
    before = named(product)
    product.state = PRODUCT.after(product.state, act)
    product.reason = clean_text(reason, field="reason", least=1, most=300, lines=True)
    product.save(update_fields=["state", "reason"])
    record(
        actor=actor,
        now=now,
        type=EVENTS[act],
        subject=product,
        before=before,
        after={**named(product), "reason": product.reason},
        basis=["二(一)-2"],
    )
    return product
