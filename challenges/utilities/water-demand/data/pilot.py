"""Makes the tables of `pilot/` from those of `sample/` and `granted/`, which are all shown.

    pip install pyarrow==26.* && python pilot.py

The tables come out the same, byte for byte, with the same version of pyarrow.
"""

import pathlib

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

# The week that is forecast begins on Monday, 6 December 2021: the last week of `sample`.
WEEK = "week-049"
HOURS_AHEAD = 168

# Said with each answer; staff say something else when they bring other data.
ABOUT = [
    (
        "place",
        "A city in the north-east of Italy",
        "Град в Североизточна Италия",
    ),
    (
        "notice",
        "A demonstration on another city's old data, not a forecast for Sofia.",
        "Демонстрация със стари данни на друг град, не прогноза за София.",
    ),
    ("area-A", "A: hospital", "A: болница"),
    ("area-B", "B: homes in the countryside", "B: жилища извън града"),
    ("area-C", "C: homes in the countryside", "C: жилища извън града"),
    ("area-D", "D: suburb, homes and shops", "D: предградие, жилища и магазини"),
    ("area-E", "E: near the centre, homes and shops", "E: близо до центъра, жилища и магазини"),
    ("area-F", "F: suburb, sports grounds and offices", "F: предградие, спортни обекти и офиси"),
    ("area-G", "G: near the centre, homes", "G: близо до центъра, жилища"),
    ("area-H", "H: city centre", "H: център на града"),
    ("area-I", "I: near the port, shops and industry", "I: близо до пристанището, търговия и промишленост"),
    ("area-J", "J: near the port, shops and industry", "J: близо до пристанището, търговия и промишленост"),
]


def main():
    here = pathlib.Path(__file__).parent
    cases = pq.read_table(here / "sample" / "cases.parquet")
    week = cases.filter(pc.equal(cases["block"], WEEK))
    first, start = week["history_row"][0].as_py(), week["start_row"][0].as_py()
    inflow = pq.read_table(here / "sample" / "inflow.parquet")
    weather = pq.read_table(here / "sample" / "weather.parquet")
    hours = weather.num_rows
    areas = [inflow.slice(begin + first, start - first) for begin in range(0, inflow.num_rows, hours)]
    write(here / "pilot" / "inflow.parquet", pa.concat_tables(areas))
    # The weather of the week stands for its forecast.
    write(here / "pilot" / "weather.parquet", weather.slice(first, start - first + HOURS_AHEAD))
    for name in ("areas", "clock-changes", "holidays"):
        write(here / "pilot" / f"{name}.parquet", pq.read_table(here / "granted" / f"{name}.parquet"))
    write(here / "pilot" / "about.parquet", about_table())


def about_table():
    return pa.table({name: pa.array(column) for name, column in zip(("key", "en", "bg"), zip(*ABOUT))})


def write(path, table):
    path.parent.mkdir(exist_ok=True)
    # No description of the writer's own types: readers need none, and it may differ.
    pq.write_table(table, path, compression="zstd", store_schema=False)


if __name__ == "__main__":
    main()
