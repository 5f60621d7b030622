"""Scores, their bootstrap and ranks, as docs/METHODOLOGY.md describes them."""

import math

import numpy as np
from scipy import stats
from statsmodels.stats.multitest import multipletests

import chacha

DRAWS = 10_000


def norm(value, baseline, target):
    return min(max((baseline - value) / (baseline - target), 0.0), 1.0)


def weighted_quantile(pairs, share):
    pairs = sorted(pairs)
    needed = share * sum(weight for _, weight in pairs)
    reached = 0.0
    for value, weight in pairs:
        reached += weight
        if weight > 0 and reached >= needed:
            return value
    return pairs[-1][0]


def aggregate(statistic, pairs):
    weight = sum(weight for _, weight in pairs)
    weighted = sum(value * weight for value, weight in pairs)
    if statistic == "mean":
        return weighted / weight
    if statistic == "sum":
        return weighted
    return weighted_quantile(pairs, {"median": 0.5, "p95": 0.95}[statistic])


class Run:
    """One candidate's results on the cases of a split."""

    def __init__(self, manifest, cases, results):
        self.manifest = manifest
        self.cases = {case["id"]: case for case in cases}
        self.results = {result["id"]: result for result in results}
        self.originals = [case for case in cases if case["twin_of"] is None]
        self.twins = [case for case in cases if case["twin_of"] is not None]
        self.units = sorted({(c["stratum"], c["block"]) for c in self.originals})

    def value(self, metric, case_id):
        result = self.results[case_id]
        if result["verdict"]["end"] != "scored":
            return metric["floor"]
        return next(m["value"] for m in result["metrics"] if m["name"] == metric["name"])

    def unit(self, case):
        return (case["stratum"], case["block"])

    def qualities(self, rows, weights, counts):
        """Quality by stratum; rows are (case that tells the place, case with results, weight)."""
        by_stratum = {}
        for stratum in sorted(self.manifest["strata"]):
            own = [row for row in rows if row[0]["stratum"] == stratum and counts[self.unit(row[0])]]
            if not own:
                continue
            total = 0.0
            for metric, weight in zip(self.manifest["metrics"], weights["metrics"]):
                pairs = [
                    (self.value(metric, case), counts[self.unit(place)] * w) for place, case, w in own
                ]
                anchors = metric.get("anchors", {}).get(stratum, metric)
                value = aggregate(metric["statistic"], pairs)
                total += weight * norm(value, anchors["baseline"], anchors["target"])
            by_stratum[stratum] = total / sum(weights["metrics"])
        return by_stratum

    def over(self, by_stratum, weights):
        names = sorted(self.manifest["strata"])
        own = [(w, by_stratum[name]) for name, w in zip(names, weights["strata"]) if name in by_stratum]
        return sum(w * q for w, q in own) / sum(w for w, _ in own)

    def parts(self, weights, counts):
        rule = self.manifest["score"]
        rows = [(case, case["id"], case["weight"]) for case in self.originals]
        by_stratum = self.qualities(rows, weights, counts)
        quality = self.over(by_stratum, weights)
        k = rule["equity_shrinkage"]
        shrunk = []
        for stratum, own in by_stratum.items():
            n = sum(counts[self.unit(c)] for c in self.originals if c["stratum"] == stratum)
            shrunk.append((n * own + k * quality) / (n + k))
        fuels = sorted(
            fuel
            for case in self.originals
            for fuel in [self.results[case["id"]]["fuel"]] * counts[self.unit(case)]
        )
        fuel = fuels[math.ceil(len(fuels) * 95 / 100) - 1]
        low, high = rule["cost_fuel"]["low"], rule["cost_fuel"]["high"]
        cost = min(max(math.log(high / max(fuel, 1)) / math.log(high / low), 0.0), 1.0)
        return {
            "quality": quality,
            "equity": min(max(min(shrunk), 0.0), 1.0),
            "robustness": self.robustness(weights, counts),
            "cost": cost,
        }

    def robustness(self, weights, counts):
        places = [(self.cases[twin["twin_of"]], twin) for twin in self.twins]
        if not any(counts[self.unit(place)] for place, _ in places):
            return None
        kept = [(place, twin["id"], twin["weight"]) for place, twin in places]
        before = [(place, place["id"], twin["weight"]) for place, twin in places]
        kept = self.over(self.qualities(kept, weights, counts), weights)
        before = self.over(self.qualities(before, weights, counts), weights)
        return min(max(kept / before, 0.0), 1.0) if before > 0 else 0.0

    def total(self, weights=None, counts=None):
        weights = weights or declared(self.manifest)
        counts = counts or dict.fromkeys(self.units, 1)
        if self.breaks_gate():
            return 0.0
        parts = self.parts(weights, counts)
        quality, equity, robustness, cost = weights["parts"]
        kept = 0.0
        if parts["robustness"] is None:
            quality += robustness
        else:
            kept = robustness * parts["robustness"]
        q = parts["quality"]
        return quality * q + q * (equity * parts["equity"] + kept + cost * parts["cost"])

    def breaks_gate(self):
        for gate in self.manifest.get("gates", []):
            for case in self.originals:
                for metric in self.results[case["id"]]["metrics"]:
                    if metric["name"] == gate["metric"] and metric["value"] > gate["max"]:
                        return True
        return False

    def draws(self, pick):
        """Totals of all draws; `pick(n)` draws a number below n."""
        sizes = {}
        for unit in self.units:
            sizes.setdefault(unit[0], []).append(unit)
        totals = []
        for _ in range(DRAWS):
            counts = dict.fromkeys(self.units, 0)
            for units in sizes.values():
                for _ in units:
                    counts[units[pick(len(units))]] += 1
            totals.append(self.total(counts=counts))
        return np.array(totals)


def declared(manifest):
    rule = manifest["score"]
    return {
        "parts": [rule[part] for part in ("quality", "equity", "robustness", "cost")],
        "metrics": [metric["weight"] for metric in manifest["metrics"]],
        "strata": [manifest["strata"][name] for name in sorted(manifest["strata"])],
    }


def picker(seed):
    stream = chacha.numbers(seed)
    return lambda n: next(stream) * n >> 64


def ends(values):
    values = np.sort(values)
    return [values[math.ceil(len(values) * share / 1000) - 1].item() for share in (25, 975)]


def ranks(draws):
    """The rank interval of each row of figures: 1 is the largest of a column."""
    ranked = stats.rankdata(-np.asarray(draws), method="min", axis=0)
    return [[int(end) for end in ends(row)] for row in ranked]


def beats(draws):
    draws = np.asarray(draws)
    return [[float(np.mean((a > b) + 0.5 * (a == b))) for b in draws] for a in draws]


def p_value(total_a, draws_a, total_b, draws_b):
    difference = abs(total_a - total_b)
    if difference == 0:
        return 1.0
    deviation = np.std(np.asarray(draws_a) - np.asarray(draws_b), ddof=1)
    return float(2 * stats.norm.sf(difference / deviation)) if deviation > 0 else 0.0


def places(totals, draws):
    """Shared places of entries that come best first."""
    pairs = [(i, j) for i in range(len(totals)) for j in range(i + 1, len(totals))]
    if not pairs:
        return [1] * len(totals)
    p_values = [p_value(totals[i], draws[i], totals[j], draws[j]) for i, j in pairs]
    rejected = multipletests(p_values, alpha=0.05, method="holm")[0]
    apart = {pair for pair, is_rejected in zip(pairs, rejected) if is_rejected}
    first, shared = 0, []
    for at in range(len(totals)):
        if any((member, at) in apart for member in range(first, at)):
            first = at
        shared.append(first + 1)
    return shared
