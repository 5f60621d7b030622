"""Writes the tables of this folder, and the one of `tests/broken/double-case-ids`.

    pip install pyarrow==26.* && python make.py
"""

import pathlib

import pyarrow as pa
import pyarrow.parquet as pq

HERE = pathlib.Path(__file__).parent
BROKEN = HERE.parents[2] / "broken"
CASES = {"id": ["a", "b", "c", "d"], "stratum": ["day", "day", "night", "night"]}
DOUBLE = {"id": ["a", "a"], "stratum": ["day", "night"]}


def write(path, columns):
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.table(columns), path, compression="none")


if __name__ == "__main__":
    for split in ["sample", "public"]:
        write(HERE / split / "cases.parquet", CASES)
    write(BROKEN / "double-case-ids" / "cases.parquet", DOUBLE)
