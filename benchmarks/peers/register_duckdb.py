"""The actor query written by hand in SQL for DuckDB: on the same Parquet files, or on a table of its own."""

import duckdb
import numpy as np


def prepare(inputs):
    own = str(inputs["database"])
    connection = duckdb.connect(own, read_only=True) if own else duckdb.connect()
    connection.execute("SET memory_limit = '1500MB'")
    connection.execute("CREATE TEMP TABLE near AS SELECT unnest(?) AS class, unnest(?) AS worth",
                       [[str(c) for c in inputs["classes"]], [float(w) for w in inputs["worth"]]])  # fmt: skip
    connection.execute("CREATE TEMP TABLE here AS SELECT unnest(?) AS commune", [[str(c) for c in inputs["communes"]]])
    files = ", ".join(f"'{path}'" for path in inputs["files"])
    source = "establishments" if own else f"read_parquet([{files}])"
    return connection, query(inputs, source)


def query(inputs, source):
    west, south, east, north = map(float, inputs["box"])
    lon, lat = float(inputs["lon"]), float(inputs["lat"])
    classes = ", ".join(f"'{c}'" for c in inputs["classes"])
    return f"""
    WITH around AS (
        SELECT *, commune IN (SELECT commune FROM here) AS inside,
            2 * 6371.0088 * asin(sqrt(least(1.0, sin(radians(lat - {lat}) / 2) ** 2
            + cos(radians({lat})) * cos(radians(lat)) * sin(radians(lon - {lon}) / 2) ** 2))) AS distance_km
        FROM {source}
        WHERE class IN ({classes}) AND lon BETWEEN {west} AND {east} AND lat BETWEEN {south} AND {north}
    )
    SELECT *, worth * 0.5 ** (CASE WHEN inside THEN 0 ELSE distance_km END / 50) * (1 + 0.1 * ln(jobs)) AS score
    FROM around JOIN near USING (class)
    WHERE inside OR distance_km <= {float(inputs["radius_km"])}
    ORDER BY score DESC, siret LIMIT {int(inputs["count"])}"""


def compute(data):
    connection, sql = data
    cursor = connection.execute(sql)
    names = [column[0] for column in cursor.description]
    rows = cursor.fetchall()
    return {
        "siret": np.array([row[names.index("siret")] for row in rows]),
        "score": np.array([row[names.index("score")] for row in rows], dtype=float),
    }
