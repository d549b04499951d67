"""Margin, margin calls, liquidation and negative balances, in a dozen lessons.

The way of the data, which every lesson walks::

    venue + position -> account -> crossing prices -> figure, sentence, table -> panel -> notebook

Modules import one way: the domain (``venue``, ``account``, ``crossing``, ``costs``, ...) knows
numpy and the standard library only; ``figures`` adds matplotlib; ``panels`` adds ipywidgets;
``lessons`` composes them; a notebook imports ``lessons`` and nothing deeper.
"""

__version__ = "0.1.0"
