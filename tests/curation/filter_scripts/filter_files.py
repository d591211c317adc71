"""DVC: a stage copies the files of a folder that are large enough."""

import subprocess
import sys
from pathlib import Path

KEEP = """
import shutil
from pathlib import Path
Path("kept").mkdir()
for file in Path("raw").iterdir():
    if file.stat().st_size > 3000:
        shutil.copy(file, "kept")
"""
STAGE = f"""
stages:
  keep:
    cmd: {sys.executable} keep.py
    deps: [raw, keep.py]
    outs: [kept]
"""

if __name__ == "__main__":
    Path("raw").mkdir()
    for number in range(60):
        Path("raw", f"{number}.bin").write_bytes(bytes([number]) * (1000 + 100 * number))
    Path("keep.py").write_text(KEEP)
    Path("dvc.yaml").write_text(STAGE)
    for command in (["init", "--no-scm"], ["config", "core.analytics", "false"], ["repro"]):
        subprocess.run([sys.executable, "-m", "dvc", *command], check=True)
