"""Prints the figures that tests/statistics.rs compares with, as JSON.

Follows docs/METHODOLOGY.md and the cited papers and shares nothing with the Rust code. Run it in an
environment of its own, in this folder:

    python -m venv env && env/bin/pip install -r requirements.txt
    env/bin/python figures.py > figures.json
"""

import importlib.metadata
import json
import platform
import tomllib
from pathlib import Path

import krippendorff
import numpy as np
from statsmodels.stats.multitest import multipletests

import contests
import decisions
import scores

LEVELS = ("nominal", "ordinal", "interval")
GAP = None


def alpha_sets():
    """Ratings, a row a judge, with alpha at each level."""
    observers = [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, GAP, GAP, GAP],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, GAP, 3],
        [GAP, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, GAP],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, GAP],
    ]
    binary = [[0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]]
    letters = [["a", "a", "b", "b", "d", "c", "c", "c", "e", "d", "d", "a"],
               ["b", "a", "b", "b", "b", "c", "c", "c", "e", "d", "d", "d"]]
    letters = [["abcde".index(letter) for letter in row] for row in letters]
    targets = np.array(SHROUT_FLEISS).T.tolist()
    source = "Krippendorff, Computing Krippendorff's Alpha-Reliability, 2011"
    yield alpha_set(f"{source}: four observers, some marks missing", observers,
                    {"nominal": 0.743, "ordinal": 0.815, "interval": 0.849})
    yield alpha_set(f"{source}: binary data", binary, {"nominal": 0.095})
    yield alpha_set(f"{source}: nominal data", letters, {"nominal": 0.692})
    yield alpha_set("Shrout and Fleiss, Intraclass Correlations, 1979, table 2", targets, {})
    random = np.random.default_rng(5)
    marks = random.integers(0, 6, size=40) + random.integers(-1, 2, size=(5, 40))
    gaps = random.random((5, 40)) < 0.3
    marks = [[GAP if gap else int(mark) for mark, gap in zip(*rows)] for rows in zip(np.clip(marks, 0, 5), gaps)]
    yield alpha_set("five judges, forty units, a third of the marks missing", marks, {})


# Six targets (rows) by four judges.
SHROUT_FLEISS = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]


def alpha_set(name, ratings, published):
    table = np.array(ratings, dtype=float)
    expected = {
        level: float(krippendorff.alpha(reliability_data=table, level_of_measurement=level))
        for level in LEVELS
    }
    return {"name": name, "ratings": ratings, "expected": expected, "published": published}


def holm_sets():
    random = np.random.default_rng(6)
    lists = {
        "four textbook values": [0.01, 0.04, 0.03, 0.005],
        "all large": [0.2, 0.9, 0.06],
        "small and large": random.random(12).tolist() + (random.random(9) / 200).tolist(),
        "on the edge": [0.05 / 3, 0.025, 0.05],
    }
    for name, p_values in lists.items():
        rejected = multipletests(p_values, alpha=0.05, method="holm")[0]
        yield {"name": name, "p_values": p_values, "rejected": np.flatnonzero(rejected).tolist()}


def effect_sets():
    gaps = {(0, 1), (2, 0), (3, 3), (4, 2), (5, 1), (5, 2)}
    judged = np.array(SHROUT_FLEISS).T.tolist()
    judged = [[GAP if (unit, judge) in gaps else mark for unit, mark in enumerate(row)]
              for judge, row in enumerate(judged)]
    yield effect_set("Shrout and Fleiss 1979, table 2, six marks taken out", judged)
    random = np.random.default_rng(8)
    marks = random.integers(0, 6, size=(7, 15)).tolist()
    chosen = [set(random.choice(7, size=3, replace=False).tolist()) for _ in range(15)]
    marks = [[mark if judge in chosen[unit] else GAP for unit, mark in enumerate(row)]
             for judge, row in enumerate(marks)]
    yield effect_set("fifteen units, each judged by three of seven", marks)


def effect_set(name, ratings):
    rows = [
        {"judge": f"j{judge:02}", "unit": f"u{unit:02}", "mark": float(mark)}
        for judge, row in enumerate(ratings)
        for unit, mark in enumerate(row)
        if mark is not GAP
    ]
    effects = decisions.additive_effects(rows, "judge", "unit", "mark")
    return {"name": name, "ratings": ratings, "expected": [effects[name] for name in sorted(effects)]}


def ladder_sets():
    """What a board shows after each of some scores: Blum and Hardt's algorithm 1, upwards."""
    random = np.random.default_rng(9)
    for step in (0.5, 1.0, 2.5):
        given = np.round(40 + np.cumsum(random.normal(0.2, 1.5, size=40)), 3).tolist()
        shown, best = [], None
        for score in given:
            if best is None or score > best + step:
                best = round(score / step) * step
            shown.append(best)
        yield {"name": f"forty submissions, step {step}", "step": step, "scores": given, "shown": shown}


def decision_sets():
    for name, snapshot in contests.all_contests():
        manifest, rubric = tomllib.loads(snapshot["manifest"]), tomllib.loads(snapshot["rubric"])
        decision = decisions.Decision(snapshot, manifest, rubric)
        figures = decision.figures(lambda: scores.picker(snapshot["seed"]))
        weights = decisions.Weights(snapshot["seed"])
        near = snapshot["rule"]["weight_concentration"]
        placed = figures["order"]
        figures["under_weights"] = decision.under_weights(placed, lambda own: weights.around(own, near))
        yield {
            "name": name,
            "snapshot": snapshot,
            "expected": figures,
            "other_generator": other_generator(decision, placed, near),
        }


def other_generator(decision, placed, near):
    """The same with the random numbers and the Dirichlet distribution of numpy. Ends of
    intervals as bands: what lies within four standard errors of two bootstraps."""
    share = decision.rule["automatic_share"]
    error = 4 * np.sqrt(2 * 0.025 * 0.975 / scores.DRAWS)
    shared = np.random.default_rng(1).integers(0, 2**62, size=1)[0]

    def pick():
        random = np.random.default_rng(shared)
        return lambda n: int(random.integers(n))

    draws = {name: share * decision.runs[name].draws(pick()) + (1 - share) * decision.human(name)
             for name in placed}
    random = np.random.default_rng(2)

    def around(weights):
        weights = np.array(weights)
        used = weights > 0
        if used.sum() > 1:
            weights[used] = random.dirichlet(near * weights[used] / weights.sum()) * weights.sum()
        return weights.tolist()

    bands = {
        name: [np.quantile(own, [end - error, end + error]).tolist() for end in (0.025, 0.975)]
        for name, own in draws.items()
    }
    return {
        "bands": bands,
        "beats": scores.beats([np.round(draws[name], 9) for name in placed]),
        "leads": decision.under_weights(placed, around)["leads"],
    }


def main():
    packages = ("krippendorff", "numpy", "pandas", "scipy", "statsmodels")
    versions = {name: importlib.metadata.version(name) for name in packages}
    required = Path("requirements.txt").read_text().split()
    assert required == [f"{name}=={version}" for name, version in versions.items()]
    figures = {
        "versions": {"python": platform.python_version(), **versions},
        "alpha": list(alpha_sets()),
        "holm": list(holm_sets()),
        "effects": list(effect_sets()),
        "ladder": list(ladder_sets()),
        "decisions": list(decision_sets()),
    }
    print(json.dumps(figures, allow_nan=False, ensure_ascii=False))


if __name__ == "__main__":
    main()
