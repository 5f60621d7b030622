//! Tables in and out: CSV, Parquet, JSON lines, GTFS, NGSI-LD, EPANET.
