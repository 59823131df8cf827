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
    nearby, everything = (
        "establishments" if own else f"read_parquet([{', '.join(repr(str(path)) for path in inputs[key])}])"
        for key in ("files", "every_file")
    )
    return connection, query(inputs, nearby, everything)


def query(inputs, source, country):
    west, south, east, north = map(float, inputs["box"])
    lon, lat = float(inputs["lon"]), float(inputs["lat"])
    own = ", ".join(f"'{c}'" for c in inputs["own"])
    factories = ", ".join(f"'{c}'" for c in inputs["factories"])
    named = "0.0"
    for pattern, value in zip(inputs["patterns"], inputs["pattern_worth"], strict=True):
        named = f"CASE WHEN regexp_matches(coalesce(name, ''), '{pattern}') THEN {float(value)} ELSE {named} END"
    return f"""
    WITH firms AS (SELECT DISTINCT left(siret, 9) AS siren FROM {country} WHERE class IN ({own})),
    around AS (
        SELECT *, commune IN (SELECT commune FROM here) AS inside, class IN ({own}) AS declares,
            2 * 6371.0088 * asin(sqrt(least(1.0, sin(radians(lat - {lat}) / 2) ** 2
            + cos(radians({lat})) * cos(radians(lat)) * sin(radians(lon - {lon}) / 2) ** 2))) AS distance_km
        FROM {source}
        WHERE lon BETWEEN {west} AND {east} AND lat BETWEEN {south} AND {north}
    ),
    clues AS (
        SELECT around.*, 1 - (1 - coalesce(worth, 0))
            * (1 - CASE WHEN declares THEN 0.0
                ELSE {named} * CASE WHEN class IN ({factories}) THEN 1.0 ELSE {float(inputs["outside"])} END END)
            * (1 - CASE WHEN NOT declares AND left(siret, 9) IN (SELECT siren FROM firms)
                THEN {float(inputs["elsewhere"])} ELSE 0.0 END) AS evidence
        FROM around LEFT JOIN near USING (class)
        WHERE inside OR distance_km <= {float(inputs["radius_km"])}
    )
    SELECT *, evidence * 0.5 ** (CASE WHEN inside THEN 0 ELSE distance_km END / 50) * (1 + 0.2 * ln(jobs)) AS score
    FROM clues WHERE evidence >= {float(inputs["least"])}
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
