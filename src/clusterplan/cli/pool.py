"""Work on many things at once, in processes of their own."""

from __future__ import annotations

import contextlib
import functools
import gc
import multiprocessing
import os
import signal
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING, Generic, TypeVar

from clusterplan.base.messages import say
from clusterplan.cli.exit_codes import UsageFailure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from clusterplan.cli.progress import Silent

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")

WORTH = 8
"""Things from which on other processes save more time than it takes to start them."""


def done_by_many(
    work: Callable[[_Item], _Result], items: Sequence[_Item], jobs: int | None, bar: Silent
) -> Iterator[_Result]:
    """Do the same with each thing, in processes of their own if there are many; in any order.

    Args:
        work: a function of a module, with what it is given besides; what it returns is small.
        items: the things.
        jobs: how many processes, None for one on each core.
        bar: is told how much is done.

    Raises:
        UsageFailure: a process was killed.
    """
    tidy = _Tidy(work)
    count = min(jobs or _cores(), len(items))
    if count < 2 or len(items) < WORTH:  # noqa: PLR2004 # one process is this one
        yield from _counted(map(tidy, items), len(items), bar)
        return
    context = multiprocessing.get_context("spawn")
    with _ended_with_us(ProcessPoolExecutor(count, context, _settle)) as pool:
        with _not_interrupted():
            waiting = [pool.submit(tidy, item) for item in items]
        try:
            yield from _counted((each.result() for each in as_completed(waiting)), len(items), bar)
        except BrokenProcessPool:
            message = say(
                "a process was ended from outside, perhaps for want of memory: --jobs 1 takes least"
            )
            raise UsageFailure(message) from None


class _Tidy(Generic[_Item, _Result]):
    """Work that leaves no memory taken: what it makes holds itself, and nothing else looks."""

    def __init__(self, work: Callable[[_Item], _Result]) -> None:
        self._work = work

    def __call__(self, item: _Item) -> _Result:
        try:
            return self._work(item)
        finally:
            gc.collect()
            _freeze_once()


@functools.cache
def _freeze_once() -> None:
    """Spare the garbage collector what is loaded by now: it stays."""
    gc.freeze()


def _cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _settle() -> None:
    """Leave interrupts to the process that started this one; see `_Tidy` for the memory."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()


@contextlib.contextmanager
def _not_interrupted() -> Iterator[None]:
    """Start processes that the terminal cannot interrupt before they are ready for it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextlib.contextmanager
def _ended_with_us(pool: ProcessPoolExecutor) -> Iterator[ProcessPoolExecutor]:
    """End the processes of a pool at once when this one is to end."""
    try:
        yield pool
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        for child in multiprocessing.active_children():
            child.terminate()
        raise
    pool.shutdown()


def _counted(results: Iterator[_Result], total: int, bar: Silent) -> Iterator[_Result]:
    for done, result in enumerate(results, start=1):
        bar.of(done, total)
        yield result
