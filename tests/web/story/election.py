"""The tiny election of the story: four candidates, nine rows of a list, seven ballots; and what
comes of them, worked out by hand. All of it is made up.

Tom Varley withdraws before the count, so that his one first preference passes on at once:

    Ann    Varley, Ashe         -> Ashe
    Ben    Ashe                 -> Ashe
    Cara   Ashe, Osei-Bright    -> Ashe
    Dev    Osei-Bright, Pritchard
    Ela    Osei-Bright
    Finn   Pritchard, Osei-Bright
    Gia    Pritchard, Ashe

    Stage 1: Ashe 3, Osei-Bright 2, Pritchard 2. Nobody has more than the others together, and no
             stage came before: a lot says who of the two goes out.
    If it falls on Pritchard, Finn's paper passes to Osei-Bright and Gia's to Ashe.
    Stage 2: Ashe 4, Osei-Bright 3 of 7: Ashe leads by 1 in 7, 14.3 points, more than the 5 pledged.
"""

from __future__ import annotations

__all__ = ["ASHE", "BALLOTS", "DECLARED", "OSEI", "PRITCHARD", "ROLL", "STAGES", "VARLEY"]

ASHE, OSEI = "Rowan Ashe", "Imani Osei-Bright"
PRITCHARD, VARLEY = "Gwen Pritchard", "Tom Varley"

DECLARED = "I support the aims of Exampleton Labour Party."

ROLL = """\
Member No,Name,Address 1,Town,Postcode,Email
M1,Ann Abbot,1 Mill Lane,Exampleton,ZZ99 1AA,
M2,Ben Birch,2 Mill Lane,Exampleton,ZZ99 1AB,
M3,Cara Cole,3 Mill Lane,Exampleton,ZZ99 1AD,
M4,Dev Dutta,4 Mill Lane,Exampleton,ZZ99 1AE,
M5,Ela Evans,,,,ela.evans@example
M6,Finn Ford,,,,finn.ford@example.org
M7,Gia Gray,,,,gia.gray@example.org
M8,Hal Hughes,,,,hal.hughes@example.org
M9,Anne Abbot,1 Mill Lane,Exampleton,ZZ99 1AA,
"""
"""Row 5 has an e-mail address that is none, and row 9 is Ann Abbot once more."""

BALLOTS = {
    "Ann Abbot": (VARLEY, ASHE),
    "Ben Birch": (ASHE,),
    "Cara Cole": (ASHE, OSEI),
    "Dev Dutta": (OSEI, PRITCHARD),
    "Ela Evans": (OSEI,),
    "Finn Ford": (PRITCHARD, OSEI),
    "Gia Gray": (PRITCHARD, ASHE),
}
STAGES = (
    {"rowan_ashe": 3, "imani_osei_bright": 2, "gwen_pritchard": 2},
    {"rowan_ashe": 4, "imani_osei_bright": 3},
)
