"""Which rows are facts, each kept as a digest by the act that left it so, and which are not."""

from collections.abc import Iterator, Mapping

from django.apps import apps
from django.db.models import Model

# By the label of a model: why its rows are no facts. Every other table of ours is digested.
NO_FACTS: Mapping[str, str] = {
    "audit.Chain": "the chain itself",
    "audit.Event": "the chain itself",
    "audit.Outbox": "what is still to be done",
    "audit.RefusalRecord": "nothing was done",
    "audit.RowDigest": "the digests themselves",
    "audit.Sealed": "rows that are out of sight: events vouch for what is sealed",
    "clocks.ClockWatch": "the machine's",
    "clocks.DailyRun": "the machine's",
    "contracts.Numbering": "a counter",
    "contracts.SecretCount": "leaves no event on purpose (docs/decisions/secrecy.md)",
    "evaluation.AppealPaper": "kept before the act: the event of the appeal names its hash",
    "lending.YearBorrower": "summed from loans",
    "lending.YearDrawn": "summed from loans",
    "notary.Alarm": "the signer's, who keeps his own",
    "notary.Check": "the machine's",
    "notary.Copy": "the machine's",
    "notary.Head": "signed itself",
    "notary.SigningKey": "named by the heads",
    "orders.Doubt": "the machine's: what a person says of it is an event",
    "orders.GatewayWatch": "the machine's",
    "outreach.Dispatch": "what is still to be sent",
    "outreach.Message": "told from events",
    "outreach.Preference": "somebody's own taste",
    "outreach.Proof": "a code that is awaited",
    "outreach.Reading": "somebody's own",
    "outreach.Reminder": "told from events",
    "parties.Access": "counted, not done",
    "parties.AccessAlarm": "counted, not done",
    "parties.NameLook": "worked out from names",
    "parties.Tally": "a counter",
    "oversight.OutsidePaper": "kept before the act: the event of the figure names its hash",
    "papers.Content": "told by its bytes, whose hash the event of the paper names",
    "papers.Reading": "looked at, not done; nobody can change it",
    "recommending.GroundPaper": "kept before the act: the event of the recommendation names it",
    "oversight.UrgingPaper": "kept before the act: the event of the answer names its hash",
    "complaints.ComplaintPaper": "kept before the act: the event of what was said names its hash",
    "sizing.SizePaper": "kept before the act: the event of what was said names its hash",
    "treasury.ReturnSlip": "kept before the act: the event of the return names its hash",
}
# Columns that change without an act, or are made of others.
WITHOUT: Mapping[str, tuple[str, ...]] = {
    "disclosure.PublicContract": ("search",),
    "disclosure.PublishedVersion": ("document", "search"),
    "lending.Lookup": ("attempts", "not_before", "why"),
    "notary.AskedCheck": ("state", "part", "checked", "total", "moved_at"),
    "outreach.Channel": ("tested_at", "answer", "works"),
    "parties.Account": ("password", "last_login", "mandate_id"),
    "parties.Proposal": ("opened_at",),
    "promotion.OutreachEvent": ("door",),
    "promotion.SignUp": ("contact",),
    "spreading.SurveyAnswer": ("words",),
}


def digested() -> Iterator[tuple[type[Model], tuple[str, ...]]]:
    """List the models whose rows are facts, each with the columns that are none."""
    for model in sorted(apps.get_models(), key=lambda each: each._meta.label):
        label = model._meta.label
        if model.__module__.startswith("cairong.") and label not in NO_FACTS:
            yield model, WITHOUT.get(label, ())


def words() -> dict[str, str]:
    """Write the triggers that keep the digests, one for each table of facts."""
    return {"digested": "\n".join(_trigger(model, without) for model, without in digested())}


def _trigger(model: type[Model], without: tuple[str, ...]) -> str:
    named = ", ".join(f"'{name}'" for name in (_key(model), *without))
    return (
        "CREATE OR REPLACE TRIGGER audit_digests_row AFTER INSERT OR UPDATE OR DELETE"
        f" ON {model._meta.db_table}\n"
        f"FOR EACH ROW EXECUTE FUNCTION audit_digest_row({named});"
    )


def _key(model: type[Model]) -> str:
    key = model._meta.pk
    assert key is not None
    return str(key.column)
