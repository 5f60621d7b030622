"""Makes the tables of `pilot/` from those of `sample/` and `granted/`, which are all shown.

    pip install pyarrow==26.* && python pilot.py

The tables come out the same, byte for byte, with the same version of pyarrow.
"""

import pathlib

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

# The city of `sample` with most children that has a seat for each.
CITY = "balanced-2000"

# Said with each answer; staff say something else when they bring other data.
ABOUT = [
    (
        "place",
        "Sofia's districts, with schools and children that are made up",
        "Районите на София с измислени училища и деца",
    ),
    (
        "notice",
        "A demonstration: the rules of points only resemble those in force, and no admission follows from it.",
        "Демонстрация: правилата за точките само приличат на действащите и от отговора не следва прием.",
    ),
    (
        "period",
        "Made for the challenge in 2026",
        "Създадени за предизвикателството през 2026 г.",
    ),
]


def main():
    here = pathlib.Path(__file__).parent
    cases = pq.read_table(here / "sample" / "instances.parquet")
    city = cases.filter(pc.equal(cases["id"], CITY)).to_pylist()[0]
    for name, first, count in (
        ("children", "first_child", "children"),
        ("wishes", "first_wish", "wishes"),
        ("places", "first_place", "places"),
    ):
        table = pq.read_table(here / "sample" / f"{name}.parquet")
        write(here / "pilot" / f"{name}.parquet", table.slice(city[first], city[count]))
    write(here / "pilot" / "districts.parquet", pq.read_table(here / "granted" / "districts.parquet"))
    write(here / "pilot" / "about.parquet", about_table())


def about_table():
    return pa.table({name: pa.array(column) for name, column in zip(("key", "en", "bg"), zip(*ABOUT))})


def write(path, table):
    path.parent.mkdir(exist_ok=True)
    # No description of the writer's own types: readers need none, and it may differ.
    pq.write_table(table, path, compression="zstd", store_schema=False)


if __name__ == "__main__":
    main()
