"""Ctrl-C and SIGTERM: the work stops at the first signal, whatever it is busy with, and undoes what it had begun.

A signal interrupts the query of every open connection, then raises ``KeyboardInterrupt`` in the main thread: without the first
half, closing a connection waits for the end of its query. Some libraries drop an exception that falls into them (an import made
by the engine, a rule of the charte that « failed »): the signal is then asked again until the work unwinds, and never while it
does, so that what it undoes is undone whole.
"""

import _thread
import contextlib
import signal
import socket
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
        self._heard = 0
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
        self._heard += 1
        if self._over.is_set():
            return
        self.signal = self.signal or number
        if not _is_unwinding():
            database.interrupt_all()
            raise KeyboardInterrupt

    def insist(self, arrivals: socket.socket) -> None:
        """In a thread: once a signal has arrived, see that the main thread hears it.

        Python runs a handler between two steps of its own only: a main thread that waits for the rows of a query hears nothing,
        and the query is interrupted from here.
        """
        numbers = arrivals.recv(1)
        while numbers and numbers[0] not in CODES:
            numbers = arrivals.recv(1)
        while numbers and not self._over.wait(RAPPEL_S):
            if self._heard == 0:
                database.interrupt_all()
                continue
            before = self._heard
            _signal_main_thread(self.signal or numbers[0])
            if not self._over.wait(RAPPEL_S) and self._heard == before:
                database.interrupt_all()


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
    try:
        _current = arret
        with contextlib.nullcontext() if outer else _handled(arret, signals):
            yield arret
            arret.end()
    except BaseException as error:
        arret.end()
        if outer is None and arret.signal and not isinstance(error, KeyboardInterrupt):
            raise KeyboardInterrupt from error
        raise
    finally:
        _current = outer
        arret.depth -= 1


@contextlib.contextmanager
def _handled(arret: Arret, signals: tuple[int, ...]) -> Iterator[None]:
    """Install the handlers, and what hears a signal that arrives while the engine holds the main thread."""
    before = {number: handler for number in signals if (handler := signal.getsignal(number)) is not signal.SIG_IGN}
    near, far = socket.socketpair()
    with near, far:
        far.setblocking(False)
        former = signal.set_wakeup_fd(far.fileno(), warn_on_full_buffer=False)
        listener = threading.Thread(target=arret.insist, args=(near,), name="écoute des signaux", daemon=True)
        listener.start()
        try:
            for number in before:
                signal.signal(number, arret.receive)
            yield
        finally:
            arret.end()
            for number, handler in before.items():
                signal.signal(number, handler)
            signal.set_wakeup_fd(former)
            far.shutdown(socket.SHUT_RDWR)
            listener.join()


def _signal_main_thread(number: int) -> None:
    main = threading.main_thread().ident
    if hasattr(signal, "pthread_kill") and main is not None:
        signal.pthread_kill(main, number)
    else:
        _thread.interrupt_main(signal.Signals(number))


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
