"""One press in place of a key in hand: in a demonstration alone, by the keys that it keeps."""

from uuid import UUID

from cairong.kernel.errors import Invalid
from cairong.orders.kept_keys import signed_by
from cairong.parties.reads import city_of


def is_kept(city: str) -> bool:
    """Whether a city keeps its people's keys: a demonstration, which no other city can become."""
    return city_of(city).demo


def signed_for(person: str, digest: str) -> str:
    """Sign a digest by the key that is kept for a person. Raises Invalid for whoever is nobody."""
    try:
        return signed_by(UUID(person), digest)
    except ValueError:
        raise Invalid("orders.nobody_named", "二(三)-4", field="person") from None
