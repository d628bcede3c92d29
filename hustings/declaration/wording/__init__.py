"""What a declaration says in sentences, in the words of its purpose and the language in force.

Nothing here counts: every figure comes from the declaration and is rounded only to print. A result
of an advisory primary is "the choice of those voting"; only an election elects. The sentences are
built upwards: words, sentences about one stage, the story of the whole, and what stands beside it.
"""

from __future__ import annotations

from hustings.declaration.wording.beside import margin_sentences, provisos
from hustings.declaration.wording.headline import headline
from hustings.declaration.wording.stages import (
    lot_sentence,
    stage_sentence,
    tie_at,
    tie_sentence,
)
from hustings.declaration.wording.story import story
from hustings.declaration.wording.words import (
    amount,
    base_words,
    chosen_as,
    listed,
    ordinal,
    points_words,
    share,
)

__all__ = [
    "amount",
    "base_words",
    "chosen_as",
    "headline",
    "listed",
    "lot_sentence",
    "margin_sentences",
    "ordinal",
    "points_words",
    "provisos",
    "share",
    "stage_sentence",
    "story",
    "tie_at",
    "tie_sentence",
]
