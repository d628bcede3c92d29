"""Everything that is done to a roll. Each act holds its transaction and writes the journal."""

from hustings.web.roll.actions.freezing import assign_rotations, freeze, unfreeze
from hustings.web.roll.actions.taking import take, undo

__all__ = ["assign_rotations", "freeze", "take", "undo", "unfreeze"]
