"""Ctrl-C and SIGTERM: the work stops at the first signal, whatever it is busy with, and undoes what it had begun.

A signal interrupts the query of every open connection, then raises ``KeyboardInterrupt`` in the main thread: without the first
half, closing a connection waits for the end of its query. Some libraries drop an exception that falls into them (an import made
by the engine, a rule of the charte that « failed »): the signal is then asked again until the work unwinds, and never while it
does, so that what it undoes is undone whole.
"""

import contextlib
import signal
import sys
import threading
from collections.abc import Iterator

import duckdb

from . import database

# What a shell expects of a process ended by each signal: 128 + its number (SIGHUP: the terminal was closed).
CODES = {number: 128 + number for name in ("SIGINT", "SIGTERM", "SIGHUP") if (number := getattr(signal, name, None))}
RAPPEL_S = 0.15


class Arret:
    """What became of the signals while a block ran: ``signal`` is the first one received, or None."""

    def __init__(self) -> None:
        self.signal: int | None = None
        self.depth = 0
        self._over = threading.Event()

    @property
    def code(self) -> int:
        """The exit code that tells the signal received."""
        return CODES.get(self.signal or signal.SIGINT, CODES[signal.SIGINT])

    def end(self) -> None:
        """The work is over, or undone: signals change nothing any more (a block within another ends nothing)."""
        if self.depth == 1:
            self._over.set()

    def receive(self, number: int, _frame: object) -> None:
        """The handler. Raises ``KeyboardInterrupt``, unless the work is over or already unwinding."""
        if self._over.is_set():
            return
        first, self.signal = self.signal is None, self.signal or number
        if first:
            threading.Thread(target=self._remind, name="rappel du signal", daemon=True).start()
        if not _is_unwinding():
            database.interrupt_all()
            raise KeyboardInterrupt

    def _remind(self) -> None:
        while not self._over.wait(RAPPEL_S):
            if hasattr(signal, "pthread_kill"):
                signal.pthread_kill(threading.main_thread().ident, self.signal)
            else:
                import _thread

                _thread.interrupt_main(self.signal)


_current: Arret | None = None


@contextlib.contextmanager
def watch(signals: tuple[int, ...] = tuple(CODES)) -> Iterator[Arret]:
    """Handle the signals while the block runs; within another such block, that one's handlers stay.

    A signal that whoever started the process wants ignored (``nohup``) stays ignored. Away from the main thread nothing is
    handled, as Python allows no handler there.
    """
    global _current
    if threading.current_thread() is not threading.main_thread():
        yield Arret()
        return
    outer = _current
    arret = outer or Arret()
    arret.depth += 1
    before = {} if outer else {number: signal.getsignal(number) for number in signals}
    try:
        _current = arret
        for number, handler in before.items():
            if handler is not signal.SIG_IGN:
                signal.signal(number, arret.receive)
        yield arret
    except BaseException as error:
        if outer is None and arret.signal and not isinstance(error, KeyboardInterrupt):
            raise KeyboardInterrupt from error
        raise
    finally:
        arret.end()
        for number, handler in before.items():
            if handler is not signal.SIG_IGN:
                signal.signal(number, handler)
        _current = outer
        arret.depth -= 1


def is_interruption(error: BaseException | None) -> bool:
    """Whether an error, or one it came from, is an interruption: ours, or what the engine makes of it."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        if isinstance(error, (KeyboardInterrupt, duckdb.InterruptException)):
            return True
        if isinstance(error, RuntimeError) and "interrupted" in str(error).lower():
            return True
        error = error.__cause__ or error.__context__
    return False


def _is_unwinding() -> bool:
    return is_interruption(sys.exc_info()[1])

