"""How the events of a replay write their numbers: as the whole package does."""

from margin_lessons.words import amount, coins, level, price

__all__ = ["amount", "coins", "level", "price"]
