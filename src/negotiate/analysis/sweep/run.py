"""Who computes the pieces of a sweep: this process, processes beside it, or a Dask cluster.

Where no draw is written, what comes back of a piece is its sums.
"""

from __future__ import annotations

import signal
from collections import deque
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from negotiate.analysis.sweep.plan import Sweeper
from negotiate.analysis.sweep.sums import room, sums_of
from negotiate.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator

    from negotiate.analysis.sweep.plan import Plan
    from negotiate.game.model import Model
    from negotiate.results.sweep import Arrays

Pieces: TypeAlias = "Generator[tuple[int, Arrays], None, None]"
"""Pieces and what was computed, ascending; closed before the end, the rest is given up."""

AHEAD: Final = 3
"""Pieces under way or waiting for each worker: enough to keep it busy, few enough to hold."""

RETRIES: Final = 20
"""A worker of a cluster may be lost this often with the same piece."""

PATIENCE: Final = 10
"""Seconds that a scheduler has to answer."""

_sweepers: dict[str, Sweeper] = {}
"""In a worker: the game, compiled once, by the key of its plan."""


def here(plan: Plan, model: Model, todo: Iterable[int], kept: int | None = None) -> Pieces:
    """Compute pieces in this process, one after the other.

    Parameters
    ----------
    plan : Plan
    model : Model
    todo : iterable of int
    kept : int, optional
        Return the sums of each piece, with the values of so many draws of the sweep; without,
        all that was computed.
    """
    sweeper = Sweeper(plan, model)
    for piece in todo:
        yield piece, _computed(sweeper, piece, kept)


def processes(plan: Plan, workers: int, todo: Iterable[int], kept: int | None = None) -> Pieces:
    """Compute pieces in processes of this machine; they come in ascending order."""
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 (seldom needed)
    from concurrent.futures.process import BrokenProcessPool  # noqa: PLC0415 (as above)
    from multiprocessing import get_context  # noqa: PLC0415 (as above)

    pool = ProcessPoolExecutor(workers, get_context("spawn"), _begin, (plan,))
    waiting: deque[tuple[int, Any]] = deque()
    source = iter(todo)
    try:
        while True:
            while len(waiting) < AHEAD * workers and (piece := next(source, None)) is not None:
                with _unheard():
                    waiting.append((piece, pool.submit(_piece, "", piece, kept)))
            if not waiting:
                return
            piece, future = waiting.popleft()
            yield piece, future.result()
    except BrokenProcessPool as error:
        raise UsageError(
            "a worker process died: the memory may be full (use fewer --workers), or the script"
            " that calls has no `if __name__ == '__main__':`"
        ) from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def cluster(plan: Plan, address: str, todo: Iterable[int], kept: int | None = None) -> Pieces:
    """Compute pieces on a Dask cluster; a lost worker's pieces are given to others.

    Parameters
    ----------
    plan : Plan
    address : str
        Of the scheduler, such as ``tcp://10.0.0.1:8786``.
    todo : iterable of int
    kept : int, optional
        As in `here`.

    Raises
    ------
    UsageError
        If `dask.distributed` is not installed, or the scheduler does not answer.
    """
    try:
        from distributed import Client  # noqa: PLC0415 (an extra)
    except ImportError:
        raise UsageError(
            "a cluster needs dask.distributed: pip install 'negotiate-solver[cluster]'"
        ) from None
    try:
        # Dask's client is not annotated.
        client: Any = Client(address, timeout=PATIENCE, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise UsageError(f"there is no Dask scheduler at '{address}': {error}") from error
    with client:
        # A task, not scattered data: what a lost worker held is computed again.
        shared = client.submit(_same, plan, pure=False, retries=RETRIES)
        key = f"{plan.spec.sha256}-{hash_of(plan)}"
        width = AHEAD * max(1, sum(client.ncores().values()))
        source = iter(todo)
        waiting: deque[tuple[int, Any]] = deque()
        try:
            while True:
                while len(waiting) < width and (piece := next(source, None)) is not None:
                    future = client.submit(
                        _piece_of, shared, key, piece, kept, pure=False, retries=RETRIES
                    )
                    waiting.append((piece, future))
                if not waiting:
                    return
                piece, future = waiting.popleft()
                yield piece, future.result()
        finally:
            client.cancel([future for _, future in waiting])


def hash_of(plan: Plan) -> str:
    """Return a short mark of what a plan computes."""
    from negotiate.analysis.sweep.plan import attributes  # noqa: PLC0415 (used here alone)
    from negotiate.spec.digest import sha256  # noqa: PLC0415 (as above)

    return sha256(repr(sorted(attributes(plan).items())).encode())[:16]


@contextmanager
def _unheard() -> Iterator[None]:
    """Block Ctrl-C: processes that are born meanwhile never hear it, and so die of none."""
    if not hasattr(signal, "pthread_sigmask"):  # not on every system
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin(plan: Plan) -> None:
    """Prepare a worker process: compile the game, leave Ctrl-C to the parent, end when it ends."""
    import os  # noqa: PLC0415 (in a worker only)
    import threading  # noqa: PLC0415 (as above)
    from multiprocessing import connection, parent_process  # noqa: PLC0415 (as above)

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()

    def follow() -> None:
        if parent is not None:
            connection.wait([parent.sentinel])
            os._exit(1)

    threading.Thread(target=follow, daemon=True).start()
    _sweepers[""] = Sweeper(plan)


def _piece(key: str, piece: int, kept: int | None = None) -> Arrays:
    return _computed(_sweepers[key], piece, kept)


def _computed(sweeper: Sweeper, piece: int, kept: int | None) -> Arrays:
    arrays = sweeper.piece(piece)
    return arrays if kept is None else sums_of(arrays, room(sweeper.design, piece, kept))


def _same(plan: Plan) -> Plan:
    return plan


def _piece_of(plan: Plan, key: str, piece: int, kept: int | None = None) -> Arrays:
    """Compute a piece in a worker of a cluster, which may not have met the plan before."""
    if key not in _sweepers:
        _sweepers.clear()
        _sweepers[key] = Sweeper(plan)
    return _piece(key, piece, kept)
