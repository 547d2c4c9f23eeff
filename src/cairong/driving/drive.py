"""Drive a case: say a verb, and whoever can do it does it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from cairong.driving import verbs  # noqa: F401 - they are entered when they are imported
from cairong.driving.situation import Situation
from cairong.driving.together import AT_ONCE, Ending, together
from cairong.driving.verb import VERBS, Verb
from cairong.kernel.actor import Actor, Channel, Role, public
from cairong.parties.four_eyes import TwoPersonAct


@dataclass(kw_only=True)
class Drive(Situation):
    """A case with its people; `ending` and `after` say how and when the second person decides."""

    city: str
    ending: Ending = Ending.DONE
    after: timedelta = AT_ONCE
    channel: Channel = Channel.CLI

    @property
    def visitor(self) -> Actor:
        """Whoever comes without an account."""
        return public(city=self.city)

    def who(self, role: Role) -> Actor:
        """Name who holds a role in this case."""
        raise NotImplementedError(role)

    def do(self, name: str, *by: Actor, **words: Any) -> Any:
        """Carry one verb out, and answer what it made; None where it stays with the second person.

        Without `by` whoever holds its roles does it; a thing that is not named is the newest of
        its kind. Raises every refusal of the act, Absent where no such thing was made.
        """
        verb = VERBS[name]
        actors = by or tuple(self.who(role) for role in verb.roles) or (self.visitor,)
        answer = self.carry(verb, actors, self.told(verb, actors[0], words))
        if answer is None or not verb.gives:
            return answer
        made = self.made[verb.gives] = self.found(verb, answer)
        if verb.then is not None and words.get(verb.then.__name__, True):
            verb.then(self, made)
        return made

    def told(self, verb: Verb, first: Actor, words: dict[str, Any]) -> dict[str, Any]:
        """Work out what the act of a verb is told by its first person."""
        missing = {
            name: self.newest(word.type)
            for name, word in verb.words.items()
            if word.required and word.kind and name not in words
        }
        return dict(verb.arguments(self, first, **missing, **words))

    def found(self, verb: Verb, answer: Any) -> Any:
        """Find what a verb gives by what its act answered."""
        return verb.made(self, answer)

    def carry(self, verb: Verb, actors: tuple[Actor, ...], arguments: dict[str, Any]) -> Any:
        """Carry an act out, alone or by two persons."""
        if not isinstance(verb.act, TwoPersonAct):
            return verb.act(actor=actors[0], now=self.now, **arguments)
        first, second = actors
        return together(
            verb.act, first, second, self.now, ending=self.ending, after=self.after, **arguments
        )
