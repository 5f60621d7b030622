"""Contests to decide: made up from seeds, on the manifest of this crate's tests."""

import hashlib
from pathlib import Path

import numpy as np

MANIFEST = (Path(__file__).parent / "../../src/fixture/challenge.toml").resolve().read_text()
CRITERIA = {
    "use": "potential",
    "fit": "prioritisation",
    "distance": "readiness",
    "people": "readiness",
    "upkeep": "sustainability",
}


def all_contests():
    yield "four candidates, all judged by all", full_panel()
    yield "five candidates, a panel with conflicts of interest, quantiles, a broken gate", torn_panel()
    yield "three candidates, a single criterion in doubt, few blocks", few_blocks()


def rubric():
    anchors = "anchors = [" + ", ".join(['{ en = "step", bg = "стъпка" }'] * 6) + "]"
    return "\n".join(
        f'[[criteria]]\nid = "{name}"\nheading = "{heading}"\n'
        f'title = {{ en = "{name}", bg = "име" }}\n{anchors}\n'
        for name, heading in CRITERIA.items()
    )


def cases(random, count, blocks, twins):
    listed = []
    for at in range(count):
        stratum = "night" if at % 3 == 0 else "day"
        weight = float(random.integers(1, 4))
        listed.append(case(f"c{at:02}", stratum, f"b{at % blocks:02}", weight, None))
    for original in listed[:twins]:
        listed.append({**original, "id": original["id"] + "-late", "twin_of": original["id"]})
    return listed


def case(name, stratum, block, weight, twin_of):
    return {"id": name, "stratum": stratum, "block": block, "weight": weight, "twin_of": twin_of}


def results(random, listed, hard, level, failed=()):
    """Results around a level of error; `hard` is what makes a case hard for everybody."""
    rows = []
    for at, own in enumerate(listed):
        twin = 1.5 if own["twin_of"] else 0.0
        night = 8.0 if own["stratum"] == "night" else 0.0
        error = level + night + twin + hard[at] + random.normal(0, 0.8)
        served = min(max(0.95 - level / 30 + random.normal(0, 0.05), 0.0), 1.0)
        rows.append(
            {
                "id": own["id"],
                "verdict": {"end": "scored"},
                "metrics": [
                    {"name": "error", "value": round(float(error), 3)},
                    {"name": "served", "value": round(float(served), 3)},
                    {"name": "clashes", "value": 0.0},
                ],
                "fuel": int(random.integers(5_000, 200_000)),
            }
        )
    for at in failed:
        rows[at] |= {"verdict": {"end": "plugin-failed", "code": "trapped"}, "metrics": []}
    return rows


def candidate(name, rows, has_references=False, cost_eur=None):
    return {
        "id": name,
        "plugin": "sha256:" + hashlib.sha256(name.encode()).hexdigest(),
        "has_references": has_references,
        "cost_eur": cost_eur,
        "results": rows,
    }


def sheet(random, evaluator, name, level, generosity=0.0):
    def mark():
        return {"given": int(np.clip(round(level + generosity + random.normal(0, 0.7)), 0, 5))}

    return {"evaluator": evaluator, "candidate": name, "marks": {k: mark() for k in CRITERIA}}


def settle(judgements):
    """Where marks differ by two or more, the outer ones move one step inwards."""
    for name in {own["candidate"] for own in judgements}:
        for criterion in CRITERIA:
            marks = [own["marks"][criterion] for own in judgements if own["candidate"] == name]
            given = [mark["given"] for mark in marks]
            if max(given) - min(given) >= 2:
                for mark in marks:
                    inwards = (mark["given"] == min(given)) - (mark["given"] == max(given))
                    mark["moderated"] = mark["given"] + inwards
    return judgements


def snapshot(seed, manifest, listed, candidates, judgements, **rule):
    lottery = hashlib.sha256(f"lottery {seed}".encode()).digest()
    return {
        "format": 1,
        "manifest": manifest,
        "rubric": rubric(),
        "rule": {
            "automatic_share": 0.6,
            "automatic_threshold": 10.0,
            "human_threshold": 20.0,
            "criterion_weights": dict.fromkeys(CRITERIA, 1.0),
            "fewest_evaluators": 3,
            "moderation_spread": 2,
            "weight_concentration": 50.0,
            **rule,
        },
        "seed": seed,
        "lottery": {
            "commitment": "sha256:" + hashlib.sha256(lottery).hexdigest(),
            "seed": lottery.hex(),
        },
        "cases": listed,
        "candidates": candidates,
        "judgements": settle(judgements),
    }


def full_panel():
    random = np.random.default_rng(101)
    listed = cases(random, 24, 12, twins=6)
    hard = random.normal(0, 1.5, size=len(listed))
    facts = {
        "alder": (2.5, True, 40_000, 3.5),
        "birch": (2.6, False, 55_000, 3.4),
        "cedar": (2.7, False, 20_000, 3.4),
        "dogwood": (6.0, False, None, 2.0),
    }
    candidates = [
        candidate(name, results(random, listed, hard, level), references, cost)
        for name, (level, references, cost, _) in facts.items()
    ]
    judgements = [
        sheet(random, evaluator, name, fact[3])
        for name, fact in facts.items()
        for evaluator in ("e1", "e2", "e3", "e4")
    ]
    return snapshot(2026, MANIFEST, listed, candidates, judgements)


def torn_panel():
    random = np.random.default_rng(202)
    manifest = MANIFEST.replace('statistic = "mean"', 'statistic = "p95"', 1)
    manifest = manifest.replace('statistic = "mean"', 'statistic = "median"', 1)
    listed = cases(random, 20, 20, twins=0)
    hard = random.normal(0, 0.7, size=len(listed))
    names = ["alder", "birch", "cedar", "dogwood", "elm"]
    rows = [results(random, listed, hard, level) for level in (2.0, 3.0, 3.0, 3.5, 1.0)]
    rows[1] = results(random, listed, hard, 2.5, failed=(4,))
    rows[4][7]["metrics"][2]["value"] = 1.0
    candidates = [
        candidate(name, own, has_references=name == "alder", cost_eur=30_000)
        for name, own in zip(names, rows)
    ]
    generous = {"e1": 0.8, "e2": -0.9, "e3": 0.0, "e4": 0.3, "e5": -0.2}
    conflicts = {("e1", "alder"), ("e2", "alder"), ("e4", "birch"), ("e5", "cedar"), ("e1", "dogwood")}
    judgements = [
        sheet(random, evaluator, name, 3.0, generosity)
        for evaluator, generosity in generous.items()
        for name in names
        if (evaluator, name) not in conflicts
    ]
    weights = {"use": 3.0, "fit": 1.0, "distance": 2.0, "people": 0.5, "upkeep": 1.5}
    rule = {"criterion_weights": weights, "automatic_share": 0.5, "weight_concentration": 20.0}
    return snapshot(7, manifest, listed, candidates, judgements, **rule)


def few_blocks():
    random = np.random.default_rng(303)
    listed = cases(random, 16, 7, twins=16)
    hard = random.normal(0, 1.0, size=len(listed))
    names = ["alder", "birch", "cedar"]
    candidates = [
        candidate(name, results(random, listed, hard, level))
        for name, level in zip(names, (3.0, 3.05, 3.1))
    ]
    judgements = [sheet(random, f"e{at}", name, 4.0) for name in names for at in (1, 2, 3)]
    return snapshot(3, MANIFEST, listed, candidates, judgements, human_threshold=0.0)
