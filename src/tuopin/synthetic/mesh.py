"""A field of hexagons in the outline of a city, cut into connected regions of given sizes.

Every corner of the mesh belongs to at most three hexagons, so a region never touches itself in a point, and regions
that share hexagons' edges share their corners: whatever is built from them fits together without gaps or overlaps.
"""

import heapq
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tuopin.synthetic.draws import Draws, Keys, Real, Whole, keys_of

NEIGHBOURS = ((1, 0), (0, 1), (-1, 1), (-1, 0), (0, -1), (1, -1))
"""Steps (q, r) over the six edges, counterclockwise from the east."""
CORNERS = ((1, -1), (1, 1), (0, 2), (-1, 1), (-1, -1), (0, -2))
"""Corners around a hexagon in steps of (sqrt(3) / 2, 1 / 2) sides; edge k leads from corner k to the next."""
AREA = 1.5 * math.sqrt(3)
"""Of a hexagon with side 1."""
_WAVES = ((2, 0.13), (3, 0.09), (4, 0.05), (5, 0.04), (7, 0.025))
"""The outline: how often it swings out and in, and how far."""
_SETTLING = 12


@dataclass(frozen=True)
class Mesh:
    """One row a hexagon. `beside`: rows of the six neighbours, -1 outside."""

    q: Whole
    r: Whole
    beside: Whole

    @property
    def centres(self) -> Real:
        return np.column_stack([math.sqrt(3) * (self.q + self.r / 2), 1.5 * self.r])

    def corners(self, rows: Whole, which: Whole) -> Whole:
        """In two columns, in the steps of CORNERS from the middle of the field."""
        centre = np.column_stack([2 * self.q + self.r, 3 * self.r])[rows]
        return np.asarray(centre + np.array(CORNERS)[which])


def mesh_of(hexagons: int, key: Keys) -> Mesh:
    """About so many hexagons, at least one, in an outline of its own for every key."""
    draws = Draws(key)
    radius = math.sqrt(hexagons * AREA / math.pi)
    reach = math.ceil(radius * 1.4) + 1
    r, q = (each.ravel() for each in np.mgrid[-reach : reach + 1, -2 * reach : 2 * reach + 1])
    x, y = math.sqrt(3) * (q + r / 2), 1.5 * r
    angle = np.arctan2(y, x)
    limit = np.ones(len(q))
    for wave, swing in _WAVES:
        limit += swing * np.cos(wave * angle + 2 * math.pi * draws.part(f"wave {wave}")[0])
    inside = np.hypot(x, y) <= np.maximum(radius * limit, 0.1)
    q, r = q[inside], r[inside]
    row = {at: number for number, at in enumerate(zip(q.tolist(), r.tolist(), strict=True))}
    beside = [[row.get((at[0] + step[0], at[1] + step[1]), -1) for step in NEIGHBOURS] for at in row]
    return Mesh(q, r, np.array(beside, dtype=np.int64))


def regions(mesh: Mesh, rows: Whole, sizes: Sequence[int], key: Keys) -> list[Whole]:
    """Cuts connected hexagons into as many connected regions as there are sizes, about as large as those in proportion.

    Every region has one hexagon at least; there must be as many hexagons as regions.
    """
    if len(sizes) == 1:
        return [rows]
    points = mesh.centres[rows]
    wanted = np.array(sizes, dtype=np.float64) / sum(sizes) * len(rows)
    seeds = _spread(points, len(sizes), key)
    bias = np.zeros(len(sizes))
    for _ in range(_SETTLING):
        nearest = np.argmin(_distances(points, seeds) - bias, axis=1)
        counts = np.bincount(nearest, minlength=len(sizes))
        bias += 0.5 * AREA / math.pi * (wanted - counts)
        for axis in range(2):
            sums = np.bincount(nearest, points[:, axis], len(sizes))
            seeds[:, axis] = np.where(counts > 0, sums / np.maximum(counts, 1), seeds[:, axis])
    label = _grown(mesh, rows, _own_hexagons(points, seeds), _distances(points, seeds) - bias)
    return [rows[label == number] for number in range(len(sizes))]


def _spread(points: Real, count: int, key: Keys) -> Real:
    """One after the other, each as far from those before as can be."""
    first = int(Draws(key).between("first", 0, len(points) - 1)[0])
    chosen = [first]
    far = ((points - points[first]) ** 2).sum(axis=1)
    for _ in range(count - 1):
        chosen.append(int(np.argmax(far)))
        far = np.minimum(far, ((points - points[chosen[-1]]) ** 2).sum(axis=1))
    return points[chosen].copy()


def _distances(points: Real, seeds: Real) -> Real:
    """Squared, a row for each point."""
    east, north = (np.subtract.outer(points[:, axis], seeds[:, axis]) for axis in range(2))
    return np.asarray(east * east + north * north)


def _own_hexagons(points: Real, seeds: Real) -> list[int]:
    """For each region the nearest hexagon that no other has taken."""
    taken: list[int] = []
    for seed in seeds:
        distance = ((points - seed) ** 2).sum(axis=1)
        distance[taken] = np.inf
        taken.append(int(np.argmin(distance)))
    return taken


def _grown(mesh: Mesh, rows: Whole, starts: list[int], cost: Real) -> Whole:
    """From its first hexagon each region takes what touches it, the nearest first: so it stays in one piece."""
    place = np.full(len(mesh.q), -1, dtype=np.int64)
    place[rows] = np.arange(len(rows))
    beside = np.where(mesh.beside[rows] >= 0, place[mesh.beside[rows]], -1).tolist()
    label = [-1] * len(rows)
    waiting = [(-math.inf, start, number) for number, start in enumerate(starts)]
    heapq.heapify(waiting)
    while waiting:
        _, at, number = heapq.heappop(waiting)
        if label[at] >= 0:
            continue
        label[at] = number
        for other in beside[at]:
            if other >= 0 and label[other] < 0:
                heapq.heappush(waiting, (float(cost[other, number]), other, number))
    return np.array(label, dtype=np.int64)


def corner_places(corners: Whole, key: Keys) -> Real:
    """Where corners lie, in sides of a hexagon: pushed about a little, so that borders wind as borders do.

    `corners`: two columns, in the steps of CORNERS. The push depends on the corner alone, and is too small to fold
    a hexagon over.
    """
    draws = Draws(
        keys_of(keys_of(np.repeat(key, len(corners)), corners[:, 0] + 2**20), corners[:, 1] + 2**20)
    )
    plain = corners * np.array([math.sqrt(3) / 2, 0.5])
    push = np.column_stack([draws.part("east"), draws.part("north")]) - 0.5
    near = np.column_stack([np.sin(plain[:, 1] * 0.31 + 1), np.sin(plain[:, 0] * 0.27)])
    far = np.column_stack([np.sin(plain[:, 1] * 0.052 + 2), np.sin(plain[:, 0] * 0.061)])
    return np.asarray(plain + 0.42 * push + 0.55 * near + 4 * far)
