"""A study: what is said of one territory, with one strategy, from one edition of data."""

from ancrage.domain.knowledge import Knowledge
from ancrage.domain.plan import EditedPlan
from ancrage.domain.strategy import Strategy
from ancrage.domain.territory import Territory
from ancrage.study.document import Study, document
from ancrage.study.run import NOTHING, run_steps
from ancrage.warehouse.edition import Edition

__all__ = ["NOTHING", "Study", "run_study"]


def run_study(
    edition: Edition,
    territory: Territory,
    strategy: Strategy,
    knowledge: Knowledge = NOTHING,
    edited_plan: EditedPlan | None = None,
) -> Study:
    """Run every step; `knowledge` is what the territory itself tells, by default nothing; `edited_plan`: its plan.

    Raises AncrageError when the edition lacks a table or holds a damaged one.
    """
    return document(run_steps(edition, territory, strategy, knowledge, edited_plan))
