"""Margin, margin calls, liquidation and negative balances, in a dozen lessons.

The way of the data, which every lesson walks::

    venue + position -> account -> crossing prices -> figure, sentence, table -> panel -> notebook

Modules import one way: the domain (``venue``, ``account``, ``crossing``, ``costs``, ...) knows
numpy and the standard library only; ``figures`` adds matplotlib; ``panels`` adds ipywidgets;
``lessons`` composes them; a notebook imports ``lessons`` and nothing deeper.

What a session begins with stands here: the account, its crossing prices, its venue, and the replay
of a plan over bars. Chances are in ``risk``, what becomes of a debt in ``debt``, order books and
price files in ``market``, one's own position in ``own_position`` and ``doctor``, exports of an
exchange in ``history``, flights in ``flight``.
"""

from margin_lessons.account import Account, CoinCollateral, Position, Side
from margin_lessons.closing import close_position, liquidate
from margin_lessons.contract import Contract
from margin_lessons.contract_venue import ContractVenue
from margin_lessons.contract_venues import CONTRACT_VENUES
from margin_lessons.cross_margin import CrossMargin
from margin_lessons.crossing import crossing, crossings
from margin_lessons.down_the_tiers import down_the_tiers
from margin_lessons.errors import BadInput
from margin_lessons.funding import Funding
from margin_lessons.market.bars import Bars
from margin_lessons.opening import check_new_position, largest_position
from margin_lessons.orders import StopLoss, StopLossLimit, TakeProfit, TrailingStop
from margin_lessons.plan import AddFunds, CloseByHand, Cut, Place, Plan, TopUp
from margin_lessons.replay import Charges, Rules, replay, replay_contract
from margin_lessons.tiers import Tier, Tiers
from margin_lessons.venue import ARTICLE, KRAKEN_SPOT, Venue

__version__ = "0.2.0"

__all__ = [
    "ARTICLE",
    "CONTRACT_VENUES",
    "KRAKEN_SPOT",
    "Account",
    "AddFunds",
    "BadInput",
    "Bars",
    "Charges",
    "CloseByHand",
    "CoinCollateral",
    "Contract",
    "ContractVenue",
    "CrossMargin",
    "Cut",
    "Funding",
    "Place",
    "Plan",
    "Position",
    "Rules",
    "Side",
    "StopLoss",
    "StopLossLimit",
    "TakeProfit",
    "Tier",
    "Tiers",
    "TopUp",
    "TrailingStop",
    "Venue",
    "check_new_position",
    "close_position",
    "crossing",
    "crossings",
    "down_the_tiers",
    "largest_position",
    "liquidate",
    "replay",
    "replay_contract",
]
