"""data-prep-toolkit: documents with enough words, then each text once."""

from pathlib import Path

import pyarrow
import pyarrow.parquet
from dpk_ededup.runtime import Ededup
from dpk_filter.runtime import Filter

if __name__ == "__main__":
    Path("raw").mkdir()
    numbers = range(1000)
    columns = {
        "id": [str(it) for it in numbers],
        "contents": [f"text {it % 744}" for it in numbers],
        "words": [it % 100 for it in numbers],
    }
    pyarrow.parquet.write_table(pyarrow.table(columns), "raw/a.parquet")
    Filter(input_folder="raw", output_folder="filtered", filter_criteria_list=["words >= 20"]).transform()
    of_text = {"ededup_doc_column": "contents", "ededup_doc_id_column": "id"}
    Ededup(input_folder="filtered", output_folder="kept", **of_text).transform()
