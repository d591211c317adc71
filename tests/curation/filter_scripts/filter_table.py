"""DuckDB: a query that filters a table of text and takes each text once, with its profile."""

import duckdb

if __name__ == "__main__":
    with duckdb.connect() as connection:
        rows = "SELECT i AS id, 'text ' || (i % 744) AS text, i % 100 AS words FROM range(1000) AS rows (i)"
        connection.execute(f"COPY ({rows}) TO 'raw.csv'")
        connection.execute("SET enable_profiling = 'json'; SET profiling_output = 'profile.json'")
        connection.execute("COPY (SELECT DISTINCT ON (text) * FROM 'raw.csv' WHERE words >= 20) TO 'kept.csv'")
