"""The best matches under nested limits, as a flow of least cost: exact, and the same at every run.

group of visitors -> visitor -> cell -> host -> the host's country. A cell holds stays of one free period of a host that
all lie on one day, so at most as many of them fit as the host has places. No database, no clock.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python import min_cost_flow

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Network:
    """Pair p joins `visitor[p]` and `cell[p]` for `score[p]`; a pair with 0 or less is never taken.

    `cell_host`, `host_country` and `visitor_group` point one level on; the last two are -1 where nothing limits them.
    Of a group at most `group_most` are matched.
    """

    visitors: int
    visitor: Ints
    cell: Ints
    score: Ints
    cell_places: Ints
    cell_host: Ints
    host_most: Ints
    host_country: Ints
    country_most: Ints
    visitor_group: Ints
    group_most: Ints


@dataclass(frozen=True)
class Flow:
    """`taken`: which pairs are matches; `loss`: by how much the best answer with the pair falls behind, at least (0 for
    the matches themselves).
    """

    taken: Mask
    _graph: "_Graph"

    def loss(self) -> Ints:
        return self._graph.reduced_costs()


def best(network: Network) -> Flow:
    """The matches with the greatest sum of scores."""
    graph = _Graph(network)
    return Flow(graph.solve(), graph)


class _Graph:
    """The nodes in a row: source, sink, visitors, cells, hosts, countries, groups; the arcs of the pairs come first."""

    def __init__(self, network: Network) -> None:
        self.network = network
        sizes = [
            2,
            network.visitors,
            *map(len, (network.cell_places, network.host_most, network.country_most, network.group_most)),
        ]
        ends = np.cumsum(sizes)
        self.nodes = int(ends[-1])
        self.visitor, self.cell, self.host, self.country, self.group = (int(end) for end in ends[:-1])
        self.tails, self.heads, self.most, self.cost = map(np.concatenate, zip(*self._arcs(), strict=True))
        self.flow = np.zeros(len(self.cost), dtype=np.int64)

    def solve(self) -> Mask:
        solver, visitors = min_cost_flow.SimpleMinCostFlow(), self.network.visitors
        arcs = solver.add_arcs_with_capacity_and_unit_cost(self.tails, self.heads, self.most, self.cost)
        solver.set_node_supply(0, visitors)
        solver.set_node_supply(1, -visitors)
        status = solver.solve()
        if status != solver.OPTIMAL:
            raise ArithmeticError(f"The flow has no optimum: {status}")
        self.flow = np.asarray(solver.flows(arcs), dtype=np.int64)
        return self.flow[: len(self.network.score)] > 0

    def reduced_costs(self) -> Ints:
        """Of the pairs, by node potentials that prove the flow to be the best (Bellman-Ford over what is left)."""
        forward, back = self.flow < self.most, self.flow > 0
        tails = np.concatenate((self.tails[forward], self.heads[back]))
        heads = np.concatenate((self.heads[forward], self.tails[back]))
        cost = np.concatenate((self.cost[forward], -self.cost[back]))
        potential = np.zeros(self.nodes, dtype=np.int64)
        for _round in range(self.nodes):
            before = potential.copy()
            np.minimum.at(potential, heads, before[tails] + cost)
            if (potential == before).all():
                break
        pairs = len(self.network.score)
        costs = self.cost + potential[self.tails] - potential[self.heads]
        return np.maximum(costs[:pairs], 0)

    def _arcs(self) -> list[tuple[Ints, Ints, Ints, Ints]]:
        network = self.network
        worth = network.score > 0
        pairs = (self.visitor + network.visitor, self.cell + network.cell, worth, -network.score)
        visitors, hosts = np.arange(network.visitors), np.arange(len(network.host_most))
        groups, countries = np.arange(len(network.group_most)), np.arange(len(network.country_most))
        start = np.where(network.visitor_group >= 0, self.group + network.visitor_group, 0)
        end = np.where(network.host_country >= 0, self.country + network.host_country, 1)
        rows = [
            pairs,
            (start, self.visitor + visitors, 1 + 0 * visitors, 0 * visitors),
            (
                self.cell + np.arange(len(network.cell_host)),
                self.host + network.cell_host,
                network.cell_places,
                0 * network.cell_host,
            ),
            (self.host + hosts, end, network.host_most, 0 * hosts),
            (self.country + countries, 1 + 0 * countries, network.country_most, 0 * countries),
            (0 * groups, self.group + groups, network.group_most, 0 * groups),
            # Nobody must be matched: who is not goes the short way.
            tuple(_ints([value]) for value in (0, 1, network.visitors, 0)),
        ]
        return [tuple(np.asarray(column, dtype=np.int64) for column in row) for row in rows]  # type: ignore[misc]


def _ints(values: list[int]) -> Ints:
    return np.array(values, dtype=np.int64)
