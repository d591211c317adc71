"""APC, APEC and their grid over many values at once, as numpy arrays of floats, by the same formulas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reportgen.figures.apc import apc

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

_BLOCK = 1 << 14  # pairs whose intermediate results stay in a processor's cache
_SAME_NUMBER = 1e-9  # floats of what a person writes as the same number of steps


def apc_array(
    consumption: ArrayLike, accuracy: ArrayLike, alpha: float = 0.1, beta: float = 1.0
) -> NDArray[np.float64]:
    """APC of each pair, in the shape that the two have together; APEC with cost and its weight.

    Raises ValueError where a consumption is below zero, an accuracy outside of 0 to 1, or one of them no finite number.
    """
    import numpy as np

    energy, share = np.broadcast_arrays(np.asarray(consumption, float), np.asarray(accuracy, float))
    scores = np.empty(energy.shape)
    flat, energies, shares = scores.ravel(), energy.ravel(), share.ravel()
    for start in range(0, flat.size, _BLOCK):
        place = slice(start, start + _BLOCK)
        _check(energies[place], shares[place])
        flat[place] = apc(energies[place], shares[place], alpha, beta)
    return scores


def closest_apc_array(
    consumption: ArrayLike,
    accuracy: ArrayLike,
    accuracy_step: float = 0.01,
    energy_step: float = 0.1,
    alpha: float = 0.1,
    beta: float = 1.0,
) -> NDArray[np.float64]:
    """The closest APC of each pair: that in the middle of its cell of the grid.

    A quotient within a thousand millionth of a whole number counts as that: the float 0.29 is 29 steps of 0.01.
    Raises ValueError as `apc_array` does.
    """
    import numpy as np

    energy, share = np.asarray(consumption, float), np.asarray(accuracy, float)
    _check(energy, share)
    last = np.ceil(1 / accuracy_step - _SAME_NUMBER) - 1
    rows = np.minimum(_floor(share / accuracy_step), last)
    columns = _floor(energy / energy_step)
    middles: NDArray[np.float64] = apc((columns + 0.5) * energy_step, (rows + 0.5) * accuracy_step, alpha, beta)
    return middles


def _floor(quotients: Any) -> Any:
    import numpy as np

    nearest = np.rint(quotients)
    whole = np.abs(quotients - nearest) <= _SAME_NUMBER * np.maximum(1, nearest)
    return np.where(whole, nearest, np.floor(quotients))


def _check(energy: Any, share: Any) -> None:
    if not energy.size or not share.size:
        return
    # a comparison with NaN is false, so that it is caught here too
    if not (share.min() >= 0 and share.max() <= 1):
        raise ValueError("an accuracy lies outside of 0 to 1, or is no number: percentages are divided by 100")
    if not (energy.min() >= 0 and energy.max() < float("inf")):
        raise ValueError("a consumption is below zero, or no finite number")
