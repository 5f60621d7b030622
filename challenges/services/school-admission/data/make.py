#!/usr/bin/env python3
"""Makes every table of this challenge from fixed seeds. Nothing here is about a real child.

The city has the shape of Sofia: 24 districts with public, rounded populations and rough positions.
Schools, seats, children, wishes and points are drawn; no figure comes from a real admission.

    python -m venv venv && venv/bin/pip install numpy==2.4.6 pyarrow==26.0.1
    venv/bin/python make.py            # writes the tables beside this file
    venv/bin/python make.py --report   # writes nothing, prints what the anchors rest on

The draws are the same wherever numpy's version is the same.
"""

import heapq
import sys
from math import gcd
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

HERE = Path(__file__).resolve().parent

# Name in Bulgarian and English, inhabitants in thousands (rounded from what the censuses
# published; approximate), kilometres east and north of the centre (rough).
DISTRICTS = [
    ("Средец", "Sredets", 30, 0.3, -0.8),
    ("Красно село", "Krasno selo", 83, -3.0, -2.0),
    ("Възраждане", "Vazrazhdane", 40, -1.5, 0.5),
    ("Оборище", "Oborishte", 31, 1.5, 0.3),
    ("Сердика", "Serdika", 49, -0.5, 2.5),
    ("Подуяне", "Poduyane", 78, 3.5, 2.0),
    ("Слатина", "Slatina", 66, 4.5, -0.5),
    ("Изгрев", "Izgrev", 30, 2.8, -2.0),
    ("Лозенец", "Lozenets", 53, 0.8, -3.0),
    ("Триадица", "Triaditsa", 60, -1.0, -2.8),
    ("Красна поляна", "Krasna polyana", 58, -4.0, -0.3),
    ("Илинден", "Ilinden", 35, -3.0, 1.0),
    ("Надежда", "Nadezhda", 70, -2.5, 4.5),
    ("Искър", "Iskar", 67, 7.0, -2.5),
    ("Младост", "Mladost", 110, 5.5, -4.5),
    ("Студентски", "Studentski", 60, 2.2, -4.8),
    ("Витоша", "Vitosha", 70, -1.5, -6.0),
    ("Овча купел", "Ovcha kupel", 55, -5.5, -2.5),
    ("Люлин", "Lyulin", 108, -7.0, 1.5),
    ("Връбница", "Vrabnitsa", 47, -5.0, 4.0),
    ("Нови Искър", "Novi Iskar", 30, 0.0, 10.0),
    ("Кремиковци", "Kremikovtsi", 24, 9.0, 5.0),
    ("Панчарево", "Pancharevo", 32, 9.0, -8.0),
    ("Банкя", "Bankya", 14, -12.0, 0.5),
]
CENTRE = range(0, 4)  # Where many parents work, whatever their home.
EDGE = (14, 15, 16, 17, 20, 22, 23)  # Where homes are built faster than schools.

# Stratum: seats for each child, pull of a school's name, growth of the edge since schools were built.
SCENARIOS = {
    "balanced": (1.05, 0.8, 1.0),
    "scarce": (0.80, 0.8, 1.0),
    "sought-after": (1.00, 1.6, 1.0),
    "growing-edge": (0.95, 0.8, 1.8),
}

# Split: seed, sizes of a city in children, the sizes that get a twin.
SPLITS = {
    "sample": (20261201, (100, 500, 2000), (500, 2000)),
    "public": (20261202, (300, 1000, 3000, 10000), (1000, 3000)),
    "final": (20261203, (400, 1500, 5000, 15000, 50000), (1500, 5000)),
}

GENERAL, SOCIAL, MEDICAL = 0, 1, 2
QUOTA_SHARES = (0.80, 0.12, 0.08)
SOCIAL_GROUND, MEDICAL_GROUND, SIBLING = 0.15, 0.05, 0.25
CHILDREN_PER_SCHOOL, FEWEST_SCHOOLS, LONGEST_LIST = 100, 8, 8
LIST_LENGTHS = (1, 2, 3, 4, 5, 6)
LIST_SHARES = (0.05, 0.10, 0.20, 0.25, 0.25, 0.15)
SPREAD_KM, DISLIKE_OF_A_KM, PULL_OF_A_SIBLING = 1.2, 0.35, 4.0
CHUNK = 5_000  # Children whose view of every school is held in memory at once.


def population():
    return np.array([d[2] for d in DISTRICTS], dtype=float)


def positions():
    return np.array([d[3:5] for d in DISTRICTS])


def apportion(total, shares):
    """Whole numbers that add up to `total`, by largest remainder; ties go to the first."""
    exact = total * shares / shares.sum()
    whole = np.floor(exact).astype(int)
    order = np.argsort(whole - exact, kind="stable")
    whole[order[: total - whole.sum()]] += 1
    return whole


def make_schools(rng, children, seats_per_child):
    count = max(FEWEST_SCHOOLS, round(children / CHILDREN_PER_SCHOOL))
    district = np.repeat(np.arange(len(DISTRICTS)), apportion(count, population()))
    at = positions()[district] + rng.normal(0, SPREAD_KM, (count, 2))
    seats = apportion(round(children * seats_per_child), rng.lognormal(0, 0.4, count))
    return {"district": district, "at": at, "seats": seats, "name": rng.normal(0, 1, count)}


def make_places(schools):
    """One place for each school and quota that has a seat, and where each is found."""
    rows, index = [], np.full((len(schools["seats"]), 3), -1)
    for school, seats in enumerate(schools["seats"]):
        for quota, capacity in enumerate(apportion(seats, np.array(QUOTA_SHARES))):
            if capacity > 0:
                index[school, quota] = len(rows)
                rows.append((school, schools["district"][school], quota, capacity))
    return np.array(rows), index


def make_children(rng, count, growth, schools):
    homes = population()
    homes[list(EDGE)] *= growth
    jobs = population()
    jobs[list(CENTRE)] *= 4
    home = rng.choice(len(DISTRICTS), count, p=homes / homes.sum())
    nearest = schools_by_distance(schools)
    older = nearest[home, rng.integers(0, min(4, len(schools["seats"])), count)]
    return {
        "home": home,
        "at": positions()[home] + rng.normal(0, SPREAD_KM, (count, 2)),
        "work": rng.choice(len(DISTRICTS), (count, 2), p=jobs / jobs.sum()),
        "sibling": np.where(rng.random(count) < SIBLING, older, -1),
        "both_parents_work": rng.random(count) < 0.7,
        "social": np.where(rng.random(count) < SOCIAL_GROUND, rng.integers(1, 5, count), 0),
        "medical": np.where(rng.random(count) < MEDICAL_GROUND, rng.integers(1, 5, count), 0),
        "length": rng.choice(LIST_LENGTHS, count, p=LIST_SHARES),
        "lottery": rng.permutation(count),
    }


def schools_by_distance(schools):
    gaps = positions()[:, None, :] - schools["at"][None, :, :]
    return np.argsort((gaps**2).sum(axis=2), axis=1, kind="stable")


def rank_schools(rng, children, schools, pull):
    """Each child's best schools: near, of good name, a sibling's, and taste."""
    ranked = []
    for start in range(0, len(children["home"]), CHUNK):
        part = slice(start, start + CHUNK)
        gaps = children["at"][part, None, :] - schools["at"][None, :, :]
        liking = rng.gumbel(0, 1, gaps.shape[:2]) + pull * schools["name"]
        liking -= DISLIKE_OF_A_KM * np.sqrt((gaps**2).sum(axis=2))
        sibling = children["sibling"][part]
        has = np.flatnonzero(sibling >= 0)
        liking[has, sibling[has]] += PULL_OF_A_SIBLING
        ranked.append(np.argsort(-liking, axis=1, kind="stable")[:, : max(LIST_LENGTHS)])
    return np.concatenate(ranked)


def points_at(child, children, school, district, quota):
    """Home in the district 3, a sibling 2, a parent working there 1, both parents working 1."""
    points = 3 * (children["home"][child] == district) + 2 * (children["sibling"][child] == school)
    points += 1 * (district in children["work"][child]) + 1 * children["both_parents_work"][child]
    if quota == SOCIAL:
        points += children["social"][child]
    if quota == MEDICAL:
        points += children["medical"][child]
    return int(points)


def make_wishes(children, ranked, index, schools):
    """Lists of (place, points). A ground puts the kept seats of a school before its general ones."""
    lists = []
    for child, length in enumerate(children["length"]):
        grounds = [MEDICAL] * bool(children["medical"][child]) + [SOCIAL] * bool(children["social"][child])
        wishes = []
        for school in ranked[child, :length]:
            for quota in [*grounds, GENERAL]:
                if index[school, quota] >= 0:
                    district = schools["district"][school]
                    points = points_at(child, children, school, district, quota)
                    wishes.append((int(index[school, quota]), points))
        lists.append(wishes[:LONGEST_LIST])
    return lists


def make_city(seed, scenario, size):
    seats_per_child, pull, growth = SCENARIOS[scenario]
    rng = np.random.default_rng([seed, list(SCENARIOS).index(scenario), size])
    schools = make_schools(rng, size, seats_per_child)
    places, index = make_places(schools)
    children = make_children(rng, size, growth, schools)
    ranked = rank_schools(rng, children, schools, pull)
    lists = make_wishes(children, ranked, index, schools)
    stride, factor = (coprime(rng, size) for _ in range(2))
    city = {"home": children["home"], "lists": lists, "lottery": children["lottery"], "places": places}
    return city, stride, factor


def coprime(rng, size):
    """A factor that permutes `0..size` when it multiplies modulo `size`."""
    while True:
        factor = int(rng.integers(size // 3, size))
        if gcd(factor, size) == 1:
            return factor


def twin_of(city, stride, factor):
    """The same city with its children in another order and their lottery drawn anew."""
    size = len(city["home"])
    order = np.arange(size) * stride % size
    lists = [city["lists"][child] for child in order]
    lottery = city["lottery"][order] * factor % size
    return {"home": city["home"][order], "lists": lists, "lottery": lottery, "places": city["places"]}


def defer(city):
    """Student-optimal stable matching (Gale and Shapley 1962): each child's rank, 1 for the first
    wish and one more than the list is long for no place."""
    lists, lottery, capacity = city["lists"], city["lottery"].tolist(), city["places"][:, 3]
    held, ranks = [[] for _ in capacity], [0] * len(lists)
    for start in range(len(lists)):
        child = start
        while child is not None and ranks[child] < len(lists[child]):
            place, points = lists[child][ranks[child]]
            ranks[child] += 1
            heap, worth = held[place], (points, -lottery[child], child)
            if len(heap) < capacity[place]:
                heapq.heappush(heap, worth)
                child = None
            else:
                child = heapq.heappushpop(heap, worth)[2]
        if child is not None:
            ranks[child] = len(lists[child]) + 1
    return np.array(ranks)


def accept_at_once(city):
    """Immediate acceptance (the Boston mechanism): in round k the free seats of a place go for
    good to the best of those who name it k-th."""
    lists, lottery = city["lists"], city["lottery"].tolist()
    free, ranks = city["places"][:, 3].copy(), np.array([len(wishes) + 1 for wishes in lists])
    for turn in range(LONGEST_LIST):
        open_to = [c for c, wishes in enumerate(lists) if ranks[c] > len(wishes) > turn]
        for child in sorted(open_to, key=lambda c: (-lists[c][turn][1], lottery[c])):
            place = lists[child][turn][0]
            if free[place] > 0:
                free[place] -= 1
                ranks[child] = turn + 1
    return ranks


def draw_lots(city):
    """Serial dictatorship by lottery number alone: what ignoring points costs."""
    free, ranks = city["places"][:, 3].copy(), np.array([len(wishes) + 1 for wishes in city["lists"]])
    for child in np.argsort(city["lottery"]):
        for rank, (place, _) in enumerate(city["lists"][child], start=1):
            if free[place] > 0:
                free[place] -= 1
                ranks[child] = rank
                break
    return ranks


def measure(city, ranks, best):
    """The harness's three metrics, written a second time so that the two check each other."""
    lists, lottery, free = city["lists"], city["lottery"], city["places"][:, 3].copy()
    worst = [(99, 0)] * len(free)
    for child, rank in enumerate(ranks):
        if rank <= len(lists[child]):
            place, points = lists[child][rank - 1]
            free[place] -= 1
            worst[place] = min(worst[place], (points, -lottery[child]))
    blocking = sum(
        free[place] > 0 or worst[place] < (points, -lottery[child])
        for child, rank in enumerate(ranks)
        for place, points in lists[child][: rank - 1]
    )
    kept = 1.0
    for district in range(len(DISTRICTS)):
        mine = city["home"] == district
        due = (best[mine] == 1).sum()
        if due >= 5:
            kept = min(kept, (ranks[mine] == 1).sum() / due)
    gap = np.maximum(ranks - best, 0).mean()
    return np.array([1000 * blocking / len(lists), gap, kept, (ranks - best).mean()])


def write(folder, name, **columns):
    (HERE / folder).mkdir(exist_ok=True)
    table = pa.table({key: pa.array(list(values)) for key, values in columns.items()})
    # Lottery numbers never repeat within a city, so a dictionary only costs; their differences pack well.
    flat = [key for key in columns if key == "lottery"]
    pq.write_table(
        table,
        HERE / folder / f"{name}.parquet",
        compression="zstd",
        compression_level=19,
        use_dictionary=[key for key in columns if key not in flat],
        column_encoding={key: "DELTA_BINARY_PACKED" for key in flat} or None,
        store_schema=False,
    )


class Split:
    """Gathers the rows of all cities of a split; each instance knows where its own begin."""

    def __init__(self):
        self.instances, self.homes, self.counts, self.lottery = [], [], [], []
        self.places, self.wishes, self.ranks = [], [], []

    def add(self, case, stratum, city, stride, factor, with_twin):
        row = {
            "id": case, "stratum": stratum, "block": case, "twin_of": "",
            "children": len(city["home"]), "first_child": len(self.homes),
            "wishes": sum(map(len, city["lists"])), "first_wish": len(self.wishes),
            "places": len(city["places"]), "first_place": len(self.places),
            "first_rank": len(self.ranks), "stride": 1, "lottery_factor": 1,
        }
        self.instances.append(row)
        self.ranks.extend(defer(city).tolist())
        if with_twin:
            changes = {"id": f"{case}-twin", "twin_of": case, "first_rank": len(self.ranks)}
            self.instances.append(row | changes | {"stride": stride, "lottery_factor": factor})
            self.ranks.extend(defer(twin_of(city, stride, factor)).tolist())
        self.homes.extend(city["home"].tolist())
        self.counts.extend(map(len, city["lists"]))
        self.lottery.extend(city["lottery"].tolist())
        self.places.extend(city["places"].tolist())
        self.wishes.extend(wish for wishes in city["lists"] for wish in wishes)

    def write(self, folder):
        names = self.instances[0].keys()
        write(folder, "instances", **{key: [row[key] for row in self.instances] for key in names})
        write(folder, "children", home_district=self.homes, wish_count=self.counts, lottery=self.lottery)
        school, district, quota, capacity = zip(*self.places)
        write(folder, "places", school=school, district=district, quota=quota, capacity=capacity)
        place, points = zip(*self.wishes)
        write(folder, "wishes", place=place, points=points)
        write(folder, "optimum", rank=self.ranks)


def cases(split):
    seed, sizes, twinned = SPLITS[split]
    for scenario in SCENARIOS:
        for size in sizes:
            city, stride, factor = make_city(seed, scenario, size)
            yield f"{scenario}-{size}", scenario, city, stride, factor, size in twinned


def report(split):
    """Means over the cases of a stratum: blocking pairs for 1,000 children, mean rank gap, first
    choices in the worst district, and the gap if gains could pay for losses."""
    rows = {}
    for _, stratum, city, _, _, _ in cases(split):
        best = defer(city)
        for name, mechanism in (("optimum", defer), ("immediate", accept_at_once), ("lots", draw_lots)):
            figures = measure(city, mechanism(city), best)
            rows.setdefault((stratum, name), []).append(figures)
    for (stratum, name), figures in rows.items():
        print(f"{split:7} {stratum:13} {name:10}", np.array(figures).mean(axis=0).round(4))


def main():
    if sys.argv[1:] == ["--report"]:
        for split in SPLITS:
            report(split)
        return
    names_bg, names_en = zip(*(d[:2] for d in DISTRICTS))
    write("granted", "districts", id=range(len(DISTRICTS)), name_bg=names_bg, name_en=names_en)
    for name in SPLITS:
        split = Split()
        for case in cases(name):
            split.add(*case)
        split.write(name)


if __name__ == "__main__":
    main()
