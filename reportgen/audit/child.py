"""A process of its own that looks at a report from outside, under hard limits of time and memory.

    python -m reportgen.audit.child JOB NAME CPU_S MEMORY_BYTES < file > answer

JOB is `verify` or `parts`. The answer is one JSON; reportgen.audit.limited starts the process.
"""

from __future__ import annotations

import gc
import json
import os
import sys
from base64 import b64encode
from dataclasses import asdict
from typing import Any

from reportgen.audit.bundle import bundle_of
from reportgen.audit.verify import verify
from reportgen.problems import InputError
from reportgen.rendering.limiting import limit


def main() -> None:
    """Read the file from standard input, do the job, answer on standard output."""
    answer = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever a library prints must not become part of the answer
    job, name, cpu_s, memory_bytes = sys.argv[1:]
    content = sys.stdin.buffer.read()
    limit(int(cpu_s), int(memory_bytes))
    gc.disable()  # nothing here is garbage before the answer is given, and looking for some takes time
    with answer:
        json.dump(done(job, name, content), answer)


def done(job: str, name: str, content: bytes) -> dict[str, Any]:
    """The answer to a job: the verdict, or report.json and the files beside it, or what is wrong with the file."""
    try:
        if job == "verify":
            return asdict(verify(content, name))
        bundle = bundle_of(content, name)
        files = {**bundle.files, "report.json": bundle.report}
        return {"files": {key: b64encode(it).decode() for key, it in files.items()}}
    except InputError as error:
        return {"problems": [[item.where, item.message, item.hint] for item in error.problems]}
    except (MemoryError, RecursionError):
        return {"exhausted": True}


if __name__ == "__main__":
    main()
