"""Writes the tables of this folder.

    pip install pyarrow==26.* && python make.py
"""

import pathlib

import pyarrow as pa
import pyarrow.parquet as pq

HERE = pathlib.Path(__file__).parent
ROWS = {"id": ["a", "b", "c", "d"], "stratum": ["day", "day", "night", "night"]}


def write(path):
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.table(ROWS), path, compression="none")


if __name__ == "__main__":
    write(HERE / "sample" / "cases.parquet")
    write(HERE / "granted" / "stones.parquet")
