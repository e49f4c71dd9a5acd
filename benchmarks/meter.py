"""Run one command and print what it took: seconds, user CPU seconds, peak memory, exit code.

A process of its own, with next to nothing imported: on Linux the peak memory that is told of a
process is at least that of the process which started it.
"""

from __future__ import annotations

import os
import sys
import time


def main() -> None:
    """Measure the command that the arguments spell; what it prints is thrown away."""
    silent = [(os.POSIX_SPAWN_OPEN, stream, os.devnull, os.O_WRONLY, 0) for stream in (1, 2)]
    begun = time.perf_counter()
    pid = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=silent)
    _, status, usage = os.wait4(pid, 0)
    seconds = time.perf_counter() - begun
    print(seconds, usage.ru_utime, usage.ru_maxrss, os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    main()
