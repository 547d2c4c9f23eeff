"""The locking of the receiving account, as lines of a story."""

from typing import Annotated
from uuid import UUID

from cairong.driving.stories import reading
from cairong.driving.stories.reading import Text
from cairong.driving.stories.stage import Stage
from cairong.driving.stories.together import together
from cairong.driving.stories.vocabulary import act
from cairong.kernel.actor import Actor
from cairong.treasury.actions.acknowledge_lock import acknowledge_lock as acknowledge_lock_now
from cairong.treasury.actions.confirm_lock import confirm_lock as confirm_lock_now
from cairong.treasury.actions.consent_lock import consent_lock as consent_lock_now
from cairong.treasury.actions.open_lock import open_lock as open_lock_now
from cairong.treasury.actions.open_lock import recall_lock as recall_lock_now
from cairong.treasury.actions.refuse_lock import (
    decline_acknowledgement as decline_acknowledgement_now,
)
from cairong.treasury.actions.refuse_lock import decline_confirmation as decline_confirmation_now
from cairong.treasury.actions.refuse_lock import refuse_lock as refuse_lock_now
from cairong.treasury.models import Lock

LockName = Annotated[str, reading.thing("lock")]


@act(persons=1, gives="lock", example="by: 供应商, lock: 锁")
def open_lock(stage: Stage, supplier: Actor, *, lock: LockName) -> Lock:
    """供应商打开锁定申请;从这时起机构不能收回。"""
    return open_lock_now(actor=supplier, now=stage.now, lock_id=_lock(stage, lock))


@act(persons=1, gives="lock", example="by: 甲银行/officer, lock: 锁, reasons: 报价填错")
def recall_lock(stage: Stage, officer: Actor, *, lock: LockName, reasons: Text) -> Lock:
    """金融机构收回供应商还没有打开的锁定申请,写明理由;可以重新申请。"""
    return recall_lock_now(actor=officer, now=stage.now, lock_id=_lock(stage, lock), reason=reasons)


@act(persons=1, gives="lock", example="by: 供应商, lock: 锁")
def consent_lock(stage: Stage, supplier: Actor, *, lock: LockName) -> Lock:
    """供应商同意锁定回款账户。"""
    return consent_lock_now(actor=supplier, now=stage.now, lock_id=_lock(stage, lock))


@act(persons=2, gives="lock", example="by: [采购人/officer, 采购人/approver], lock: 锁")
def acknowledge_lock(stage: Stage, officer: Actor, approver: Actor, *, lock: LockName) -> Lock:
    """采购人确认合同款只付到锁定的账户。"""
    return together(stage, officer, approver, acknowledge_lock_now, lock_id=_lock(stage, lock))


@act(
    persons=2,
    gives="lock",
    example="by: [bureau/treasury-officer, bureau/treasury-approver], lock: 锁",
)
def confirm_lock(stage: Stage, officer: Actor, approver: Actor, *, lock: LockName) -> Lock:
    """国库科确认锁定;从这时起账户不得变更。"""
    return together(stage, officer, approver, confirm_lock_now, lock_id=_lock(stage, lock))


@act(persons=1, gives="lock", example="by: 供应商, lock: 锁, reasons: 账户信息有误")
def refuse_lock(stage: Stage, supplier: Actor, *, lock: LockName, reasons: Text) -> Lock:
    """供应商不同意锁定,写明理由;机构可以重新申请。"""
    return refuse_lock_now(
        actor=supplier, now=stage.now, lock_id=_lock(stage, lock), reason=reasons
    )


@act(
    persons=2,
    gives="lock",
    example="by: [采购人/officer, 采购人/approver], lock: 锁, reasons: 账号与合同不符",
)
def decline_acknowledgement(
    stage: Stage, officer: Actor, approver: Actor, *, lock: LockName, reasons: Text
) -> Lock:
    """采购人不确认锁定,写明理由。"""
    return together(
        stage, officer, approver, decline_acknowledgement_now,
        lock_id=_lock(stage, lock), reason=reasons,
    )  # fmt: skip


@act(
    persons=2,
    gives="lock",
    example="by: [bureau/treasury-officer, bureau/treasury-approver], lock: 锁, "
    "reasons: 开户行信息不全",
)
def decline_confirmation(
    stage: Stage, officer: Actor, approver: Actor, *, lock: LockName, reasons: Text
) -> Lock:
    """国库科不确认锁定,写明理由。"""
    return together(
        stage, officer, approver, decline_confirmation_now,
        lock_id=_lock(stage, lock), reason=reasons,
    )  # fmt: skip


def _lock(stage: Stage, name: str) -> UUID:
    return stage.thing(name, Lock).pk
