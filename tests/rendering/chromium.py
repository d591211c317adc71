"""A small client of headless Chromium over its debugging pipe: open a page, look at it, hear what it complains of."""

from __future__ import annotations

import fcntl
import json
import os
import select
import subprocess
import sys
import time
from base64 import b64decode
from pathlib import Path
from types import TracebackType
from typing import Any

FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-dev-shm-usage"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--remote-debugging-pipe"),
    "--disable-features=IsolateSandboxedIframes",  # a frame stays in the page's process, where it can be looked into
)
PATIENCE = 30  # seconds for one answer
# Chromium reads its commands from descriptor 3 and answers on 4, which a child of its own gives it.
LAUNCH = """
import os, sys
os.dup2(int(sys.argv[1]), 3)
os.dup2(int(sys.argv[2]), 4)
os.execvp(sys.argv[3], sys.argv[3:])
"""


class Chromium:
    """A browser with one page. messages: what the page wrote to the console or broke. asked: addresses it fetched."""

    def __init__(self, program: str, folder: Path) -> None:
        theirs_in, self._out = (_high(end) for end in os.pipe())
        self._in, theirs_out = (_high(end) for end in os.pipe())
        launch = [sys.executable, "-c", LAUNCH, str(theirs_in), str(theirs_out)]
        self._process = subprocess.Popen(
            [*launch, program, *FLAGS, f"--user-data-dir={folder}"],
            pass_fds=(theirs_in, theirs_out),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(theirs_in)
        os.close(theirs_out)
        self._rest = b""
        self._number = 0
        self._session: str | None = None
        self._events: list[str] = []
        self.messages: list[str] = []
        self.asked: list[str] = []
        target = self._call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self._call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self._call(f"{domain}.enable")

    def __enter__(self) -> Chromium:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._process.terminate()
        self._process.wait(PATIENCE)
        os.close(self._out)
        os.close(self._in)

    def open(self, page: Path | str, width: int, *, media: str = "screen", dark: bool = False) -> None:
        """Show the file or address in a window `width` CSS pixels wide, as on screen or as on paper."""
        self.messages.clear()
        self.asked.clear()
        self._events.clear()
        self._call("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self._call("Emulation.setEmulatedMedia", media=media, features=[scheme])
        self._call("Page.navigate", url=page if isinstance(page, str) else page.as_uri())
        while "Page.loadEventFired" not in self._events:
            self._hear()

    def printed(self) -> bytes:
        """The page as the PDF that the browser's own printing makes of it, on A4 with margins of 1 cm."""
        size = {"paperWidth": 8.27, "paperHeight": 11.69}
        margins = {f"margin{side}": 0.3937 for side in ("Top", "Bottom", "Left", "Right")}
        return b64decode(self._call("Page.printToPDF", printBackground=True, **size, **margins)["data"])

    def evaluate(self, script: str) -> Any:
        """The value of a JavaScript expression in the page, of a promise once it is kept."""
        answer = self._call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def evaluate_in_frame(self, script: str) -> Any:
        """The value of a JavaScript expression in the page's only frame, whatever it is forbidden itself."""
        (frame,) = self._call("Page.getFrameTree")["frameTree"]["childFrames"]
        world = self._call("Page.createIsolatedWorld", frameId=frame["frame"]["id"])["executionContextId"]
        answer = self._call("Runtime.evaluate", expression=script, returnByValue=True, contextId=world)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def click(self, x: float, y: float) -> None:
        """Click with the mouse on a place of the window, in CSS pixels."""
        for kind in ("mousePressed", "mouseReleased"):
            self._call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def press_enter(self) -> None:
        """Press and let go the Enter key on what has the focus."""
        key = {"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13}
        self._call("Input.dispatchKeyEvent", type="keyDown", text="\r", **key)
        self._call("Input.dispatchKeyEvent", type="keyUp", **key)

    def _call(self, method: str, **parameters: Any) -> dict[str, Any]:
        self._number += 1
        command: dict[str, Any] = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            command["sessionId"] = self._session
        os.write(self._out, json.dumps(command).encode() + b"\0")
        while True:
            heard = self._hear()
            if heard.get("id") == self._number:
                assert "error" not in heard, heard["error"]
                result: dict[str, Any] = heard["result"]
                return result

    def _hear(self) -> dict[str, Any]:
        """The next answer or event."""
        deadline = time.monotonic() + PATIENCE
        while b"\0" not in self._rest:
            ready, _, _ = select.select([self._in], [], [], max(0, deadline - time.monotonic()))
            part = os.read(self._in, 65536) if ready else b""
            if not part:
                raise TimeoutError("Chromium does not answer")
            self._rest += part
        message, _, self._rest = self._rest.partition(b"\0")
        heard: dict[str, Any] = json.loads(message)
        self._note(heard.get("method", ""), heard.get("params", {}))
        return heard

    def _note(self, event: str, told: dict[str, Any]) -> None:
        self._events.append(event)
        if event == "Runtime.consoleAPICalled":
            self.messages.append(" ".join(str(item.get("value")) for item in told["args"]))
        elif event == "Runtime.exceptionThrown":
            self.messages.append(told["exceptionDetails"]["text"])
        elif event == "Log.entryAdded":
            self.messages.append(told["entry"]["text"])
        elif event == "Network.requestWillBeSent":
            self.asked.append(told["request"]["url"])


def _high(descriptor: int) -> int:
    """The same pipe under a number that is not one of those Chromium wants."""
    moved = fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, 10)
    os.close(descriptor)
    return moved
