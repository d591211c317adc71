"""Exit codes, a contract."""

DONE = 0
FAILED = 1  # the program failed: a fault of its own, a full disk, an interrupt
INPUT_WRONG = 2  # the input or the call is wrong; nothing was written
DEGRADED = 3  # done, but something asked for is missing or degraded
FOUND = 4  # checked, and something was found
