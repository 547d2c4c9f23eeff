"""What a proposal showed its second person, as one hash that the chain keeps."""

import hashlib

import rfc8785

from cairong.parties.proposal import Proposal


def content_of(proposal: Proposal) -> str:
    """Hash all that the second person of a proposal is given to read, and who prepared it."""
    shown = {
        "arguments": proposal.arguments,
        "before": proposal.before,
        "after": proposal.after,
        "basis": proposal.basis,
        "prepared_by": str(proposal.prepared_by_id),
    }
    return hashlib.sha256(rfc8785.dumps(shown)).hexdigest()
