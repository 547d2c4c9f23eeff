"""How a published version stands, as a state of pages."""

from cairong.disclosure.reads import KIND_WORDS
from cairong.kernel.states import State

SHAPES = {
    "announced": "work",
    "returned": "alert",
    "filed": "done",
    "corrected": "done",
    "sample": "info",
}
STATES = {key: State(word=word, shape=SHAPES[key]) for key, word in KIND_WORDS.items()}
