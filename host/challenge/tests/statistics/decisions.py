"""A whole decision, as docs/METHODOLOGY.md describes it."""

import hashlib
import hmac
import math

import krippendorff
import numpy as np
import pandas as pd
import statsmodels.formula.api as smf

import chacha
import scores


def combined(share, automatic, human):
    return round((share * automatic + (1 - share) * human) * 1e9) / 1e9


def standing(mark):
    return mark["given"] if mark.get("moderated") is None else mark["moderated"]


def alpha(table):
    """Ordinal alpha of a row a judge, NaN for a gap; none where it is not defined."""
    table = np.array(table, dtype=float)
    judged = table[:, np.sum(~np.isnan(table), axis=0) > 1]
    if len(np.unique(judged[~np.isnan(judged)])) < 2:
        return None
    return float(krippendorff.alpha(reliability_data=table, level_of_measurement="ordinal"))


def panel(snapshot, criteria):
    judgements = snapshot["judgements"]
    evaluators = sorted({j["evaluator"] for j in judgements})
    candidates = sorted({j["candidate"] for j in judgements})
    by_place = {(j["evaluator"], j["candidate"]): j["marks"] for j in judgements}
    all_judged_all = len(by_place) == len(evaluators) * len(candidates)
    effects = dict.fromkeys(evaluators, 0.0)
    if not all_judged_all:
        rows = [
            {"evaluator": e, "cell": f"{c}/{k}", "mark": standing(marks[k])}
            for (e, c), marks in by_place.items()
            for k in criteria
        ]
        effects = additive_effects(rows, "evaluator", "cell", "mark")
    values = {
        c: [
            min(max(np.mean([standing(m[k]) - effects[e] for (e, d), m in by_place.items() if d == c]), 0), 5)
            for k in criteria
        ]
        for c in candidates
    }

    def given(k):
        return [
            [by_place[e, c][k]["given"] if (e, c) in by_place else math.nan for c in candidates]
            for e in evaluators
        ]

    tables = [given(k) for k in criteria]
    return {
        "all_judged_all": all_judged_all,
        "effects": {} if all_judged_all else effects,
        "values": {c: [float(v) for v in own] for c, own in values.items()},
        "agreement": alpha(np.hstack(tables)),
        "criteria": [alpha(table) for table in tables],
    }


def additive_effects(rows, judge, unit, rating):
    """Effects of the judges by least squares with both as factors, moved to sum to zero."""
    data = pd.DataFrame(rows)
    fit = smf.ols(f"{rating} ~ C({unit}) + C({judge}) - 1", data=data).fit()
    judges = sorted(data[judge].unique())
    raw = [fit.params.get(f"C({judge})[T.{name}]", 0.0) for name in judges]
    return {name: float(value - np.mean(raw)) for name, value in zip(judges, raw)}


class Weights:
    """Weights around declared ones, from the stream 1 of the seed."""

    def __init__(self, seed):
        self.numbers = chacha.numbers(seed, stream=1)

    def uniform(self):
        return ((next(self.numbers) >> 11) + 0.5) / 2**53

    def normal(self):
        while True:
            x, y = 2 * self.uniform() - 1, 2 * self.uniform() - 1
            square = x * x + y * y
            if 0 < square < 1:
                return x * math.sqrt(-2 * math.log(square) / square)

    def gamma(self, shape):
        if shape <= 0:
            return 0.0
        if shape < 1:
            return self.gamma(shape + 1) * self.uniform() ** (1 / shape)
        d = shape - 1 / 3
        c = 1 / math.sqrt(9 * d)
        while True:
            x = self.normal()
            v = (1 + c * x) ** 3
            if v > 0 and math.log(self.uniform()) < 0.5 * x * x + d - d * v + d * math.log(v):
                return d * v

    def around(self, weights, concentration):
        if sum(weight > 0 for weight in weights) < 2:
            return list(weights)
        drawn = [self.gamma(concentration * weight / sum(weights)) for weight in weights]
        return [weight / sum(drawn) * sum(weights) for weight in drawn]


def tickets(snapshot, manifest):
    finalists = snapshot["candidates"] + snapshot["lottery"].get("left_out", [])
    rows = sorted((one["id"].encode(), one["plugin"].encode()) for one in finalists)
    listed = "sha256:" + hashlib.sha256(b"".join(b"%s %s\n" % row for row in rows)).hexdigest()
    name = f"{manifest['id']}@{manifest['version']}"
    key = bytes.fromhex(snapshot["lottery"]["seed"])
    drawn = {}
    for candidate in snapshot["candidates"]:
        message = "\n".join(["pilotbox-lottery-1", name, listed, candidate["id"]])
        drawn[candidate["id"]] = hmac.new(key, message.encode(), hashlib.sha256).hexdigest()
    return drawn


class Decision:
    def __init__(self, snapshot, manifest, rubric):
        self.snapshot, self.rule = snapshot, snapshot["rule"]
        criteria = [criterion["id"] for criterion in rubric["criteria"]]
        self.weights = [self.rule["criterion_weights"][k] for k in criteria]
        self.panel = panel(snapshot, criteria)
        self.tickets = tickets(snapshot, manifest)
        self.manifest = manifest
        self.runs = {
            c["id"]: scores.Run(manifest, snapshot["cases"], c["results"]) for c in snapshot["candidates"]
        }

    def human(self, candidate, weights=None):
        return 20 * float(np.average(self.panel["values"][candidate], weights=weights or self.weights))

    def figures(self, pick):
        share = self.rule["automatic_share"]
        automatic = {name: run.total() for name, run in self.runs.items()}
        drawn = {name: run.draws(pick()) for name, run in self.runs.items()}
        human = {name: self.human(name) for name in self.runs}
        totals = {name: combined(share, automatic[name], human[name]) for name in self.runs}
        draws = {name: [combined(share, t, human[name]) for t in drawn[name]] for name in self.runs}
        placed = [
            name
            for name in self.runs
            if automatic[name] >= self.rule["automatic_threshold"]
            and human[name] >= self.rule["human_threshold"]
        ]
        placed.sort(key=lambda name: (-totals[name], name))
        shared = scores.places([totals[n] for n in placed], [draws[n] for n in placed])
        place = dict(zip(placed, shared))
        facts = {c["id"]: c for c in self.snapshot["candidates"]}
        placed.sort(
            key=lambda n: (
                place[n],
                facts[n]["has_references"],
                math.inf if facts[n]["cost_eur"] is None else facts[n]["cost_eur"],
                self.tickets[n],
            )
        )
        return {
            "automatic": automatic,
            "automatic_intervals": {name: scores.ends(drawn[name]) for name in self.runs},
            "human": human,
            "totals": totals,
            "intervals": {name: scores.ends(draws[name]) for name in self.runs},
            "order": placed,
            "places": [place[name] for name in placed],
            "ranks": scores.ranks([draws[name] for name in placed]),
            "beats": scores.beats([draws[name] for name in placed]),
            "panel": self.panel,
            "tickets": self.tickets,
        }

    def under_weights(self, placed, draw_around, draws=scores.DRAWS):
        """Shares of the draws that each leads, and its ranks."""
        own = scores.declared(self.manifest)
        share = self.rule["automatic_share"]
        totals = []
        for _ in range(draws):
            weights = {key: draw_around(own[key]) for key in ("parts", "metrics", "strata")}
            automatic_share = draw_around([share, 1 - share])[0]
            criteria = draw_around(self.weights)
            totals.append(
                [
                    combined(automatic_share, self.runs[n].total(weights), self.human(n, criteria))
                    for n in placed
                ]
            )
        totals = np.array(totals).T
        best = totals == totals.max(axis=0)
        leads = (best / best.sum(axis=0)).mean(axis=1)
        return {"leads": [float(lead) for lead in leads], "ranks": scores.ranks(totals)}
