"""What keeps the process of a workbook within bounds: its memory, its time, and the life of the one that started it."""

import os
import sys
import threading

PR_SET_PDEATHSIG, SIGKILL = 1, 9


def bound(parent: int, octets: int, secondes: int) -> None:
    """Die rather than take more memory or processor time than this, and when the parent ends.

    The system enforces it where it can (POSIX); elsewhere the parent's own clock remains, and its end of the pipe.
    """
    threading.Thread(target=_end_with_pipe, daemon=True).start()
    if os.name != "posix":
        return
    import resource

    for kind, limit in ((resource.RLIMIT_AS, octets), (resource.RLIMIT_CPU, secondes), (resource.RLIMIT_CORE, 0)):
        _, most = resource.getrlimit(kind)
        lowest = limit if most == resource.RLIM_INFINITY else min(limit, most)
        try:
            resource.setrlimit(kind, (lowest, most))
        except (ValueError, OSError):  # a system that has the word and not the thing (macOS, memory)
            continue
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, SIGKILL)
        if os.getppid() != parent:
            os._exit(1)


def _end_with_pipe() -> None:
    """The parent holds the other end of the standard input: it closes when the parent ends, however it ends."""
    os.read(0, 1)
    os._exit(1)
