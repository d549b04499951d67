"""Random numbers for the sampler: seeds, whole blocks of uniforms, and what is made of them.

Everything is drawn as uniforms in single precision and turned into exponentials (minus a logarithm)
and normals (Box and Muller 1958), because those array functions are several times faster than
drawing them one by one. The uniforms have 24 bits: the largest exponential is 16.6 and the largest
normal 5.8, so events rarer than about 1 in 10 million an account are not resolved.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from margin_lessons.errors import whole

Floats = NDArray[np.float32]
F = np.float32


def generator(seed: int | np.random.Generator) -> np.random.Generator:
    """Return a Generator from a whole number, or the Generator itself.

    >>> bool(generator(7).random() == generator(7).random())
    True
    >>> generator(1.5)
    Traceback (most recent call last):
        ...
    margin_lessons.errors.BadInput: seed 1.5 is not a whole number of 0 or more: the same seed \
gives the same paths again.
    """
    if isinstance(seed, np.random.Generator):
        return seed
    seed = whole("seed", seed, 0, why="the same seed gives the same paths again")
    # SFC64 fills arrays a little faster than numpy's default and is as good for this purpose.
    return np.random.Generator(np.random.SFC64(seed))


def accounts_of(value: object) -> int:
    """Return how many accounts to count over: a whole number from 1 to a billion, or ``BadInput``.

    >>> accounts_of(0)
    Traceback (most recent call last):
        ...
    margin_lessons.errors.BadInput: accounts 0 is not a whole number from 1 to 1000000000: a \
chance is counted over accounts.
    """
    return whole("accounts", value, 1, most=10**9, why="a chance is counted over accounts")


def poisson_weights(mean: float) -> NDArray[np.float64]:
    """Return the chances of 0, 1, 2, ... jumps, up to a count that never happens.

    >>> [round(float(weight), 4) for weight in poisson_weights(2.0)[:3]]
    [0.1353, 0.2707, 0.2707]
    """
    counts = np.arange(int(mean + 12 * math.sqrt(mean) + 25))
    logs = counts * math.log(mean) if mean > 0 else np.where(counts == 0, 0.0, -np.inf)
    factorials = np.concatenate(([0.0], np.cumsum(np.log(np.arange(1, len(counts))))))
    weights = np.exp(logs - mean - factorials)
    return weights / weights.sum()


def minus_log(uniforms: Floats) -> Floats:
    """Turn uniforms from [0, 1) in place into *minus* exponentials, and return them."""
    np.subtract(F(1), uniforms, out=uniforms)
    return np.log(uniforms, out=uniforms)


def normals_from(minus_exponentials: Floats, angles: Floats, scale: float, out: Floats) -> Floats:
    """Fill ``out`` with normals of standard deviation ``scale``; uses both inputs up.

    Box and Muller: a radius from an exponential and an angle give two independent normals, the
    first half of ``out`` from the sine and the second half from the cosine.
    """
    radius = minus_exponentials
    half = len(radius)
    radius *= F(-2 * scale * scale)
    np.sqrt(radius, out=radius)
    angles *= F(2 * math.pi)
    first, second = out[:half], out[half : 2 * half]
    np.sin(angles, out=first)
    np.cos(angles, out=second)
    first *= radius
    second *= radius
    return out
