"""Makes the tables of `pilot/` from those of `sample/` and `granted/`, which are all shown.

    pip install pyarrow==26.* && python pilot.py

The tables come out the same, byte for byte, with the same version of pyarrow.
"""

import pathlib

import pyarrow as pa
import pyarrow.parquet as pq

# Said with each answer; staff say something else when they bring other data.
ABOUT = [
    (
        "place",
        "Birmingham, United Kingdom",
        "Бирмингам, Обединено кралство",
    ),
    (
        "notice",
        "A demonstration on another city's old data, not a forecast for Sofia.",
        "Демонстрация със стари данни на друг град, не прогноза за София.",
    ),
]


def main():
    here = pathlib.Path(__file__).parent
    write(here / "pilot" / "occupancy.parquet", pq.read_table(here / "sample" / "occupancy.parquet"))
    write(here / "pilot" / "car-parks.parquet", pq.read_table(here / "granted" / "car-parks.parquet"))
    write(here / "pilot" / "about.parquet", about_table())


def about_table():
    return pa.table({name: pa.array(column) for name, column in zip(("key", "en", "bg"), zip(*ABOUT))})


def write(path, table):
    path.parent.mkdir(exist_ok=True)
    # No description of the writer's own types: readers need none, and it may differ.
    pq.write_table(table, path, compression="zstd", store_schema=False)


if __name__ == "__main__":
    main()
