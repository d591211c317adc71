"""Arrow streams and files, such as those of save_to_disk, made readable for a database (extra `parquet`)."""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path

from reportgen.files.opening import opened
from reportgen.problems import excerpt, first_line, refuse

_FILE_MAGIC = b"ARROW1"


def parquet_copy(file: str, folder: Path, columns: Collection[str]) -> str:
    """A copy of these columns below the folder, a batch in memory at a time; without rows where a column is missing.

    Raises InputError for what is no such file, or is cut off or damaged.
    """
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        hint = "pip install 'filtering-savings-report[parquet]'"
        refuse(file, "the columns of Arrow files are read by pyarrow, and that is not installed", hint)
    path = folder / f"{len(os.listdir(folder))}.parquet"
    try:
        with opened(Path(file)) as source:
            is_file = source.read(len(_FILE_MAGIC)) == _FILE_MAGIC
            source.seek(0)
            batches = pyarrow.ipc.open_file(source) if is_file else pyarrow.ipc.open_stream(source)
            schema = batches.schema
            for name in columns:
                if schema.names.count(name) > 1:
                    refuse(file, f'two columns are called "{excerpt(name)}"', "rename one of them")
            there = set(columns) <= set(schema.names)
            chosen = [name for name in schema.names if name in columns] if there else schema.names
            with pyarrow.parquet.ParquetWriter(path, pyarrow.schema([schema.field(name) for name in chosen])) as copy:
                if not there:
                    return str(path)
                each = map(batches.get_batch, range(batches.num_record_batches)) if is_file else batches
                for batch in each:
                    copy.write_batch(batch.select(chosen))
    except (pyarrow.ArrowException, OSError, KeyError) as error:
        refuse(file, f"is no Arrow file that can be read: {first_line(error)}", "copy it again")
    except UnicodeDecodeError:
        refuse(file, "the name of a column is not UTF-8", "save the table anew, with names in UTF-8")
    return str(path)
