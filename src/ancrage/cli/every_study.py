"""Every study of a level, on every core: what is national is computed once a process, outputs are always the same."""

import gc
import hashlib
import json
import os
import signal
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context, parent_process
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ancrage import __version__
from ancrage.cli.failures import defect, refusal
from ancrage.cli.progress import counting
from ancrage.domain.errors import AncrageError
from ancrage.domain.territory import Level
from ancrage.domain.wording import integer, listing
from ancrage.files.whole import mend

if TYPE_CHECKING:
    from datetime import date

    from ancrage.domain.strategy import Strategy
    from ancrage.warehouse.edition import Edition
    from ancrage.warehouse.territories import Candidate

# a process costs some studies to start: fewer than these are not worth one
LEAST_STUDIES = 8
SHOWN = 5
INPUTS = "entrees.json"
# one thread a process: cores are already taken
ONE_THREAD = dict.fromkeys(("POLARS_MAX_THREADS", "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")


@dataclass(frozen=True)
class Order:
    """What every study of a level shares."""

    edition_folder: Path
    on: "date | None"
    strategy: "Strategy"
    folder: Path
    formats: tuple[str, ...]


def spare_collector() -> None:
    """A study makes many objects and few cycles: looking for them as often as usual takes a tenth of its time."""
    gc.set_threshold(200_000, 20, 100)


def write_all(edition: "Edition", level: Level, order: Order, *, resume: bool, processes: int | None) -> None:
    """Every territory of a level. A study that fails does not stop the others: all failures are told at the end.

    Each folder keeps what its study was made of: to resume does again those made of something else.
    """
    from ancrage.warehouse.territories import candidates

    places = candidates(edition, level)
    inputs = inputs_of(edition, order.strategy)
    left = [c for c in places if not (resume and finished(order.folder / c.code, order.formats, inputs))]
    failures: dict[str, tuple[Exception, list[Candidate]]] = {}
    with counting(len(left), f"Études ({level.value})") as begin:
        for place, error in outcomes(edition, order, left, processes or worthwhile(len(left))):
            begin(place.label)
            if error is not None:
                failures.setdefault(repr(error), (error, []))[1].append(place)
    failed = sum(len(those) for _, those in failures.values())
    click.echo(
        f"Études écrites : {len(left) - failed}, déjà faites : {len(places) - len(left)}, dans {order.folder}"
        if not failed
        else f"Études écrites : {len(left) - failed}, déjà faites : {len(places) - len(left)}, "
        f"en échec : {failed}, dans {order.folder}"
    )
    if failed:
        raise failure(list(failures.values()), failed, len(left))


def failure(failures: Sequence[tuple[Exception, Sequence["Candidate"]]], failed: int, total: int) -> AncrageError:
    """One sentence for all, then each reason and whose it is."""
    lines = []
    for error, places in failures:
        reason = error if isinstance(error, AncrageError) else refusal(error) or defect(error)
        more = [f"{integer(len(places) - SHOWN)} autres"] if len(places) > SHOWN else []
        lines.append(f"{listing([c.label for c in places[:SHOWN]] + more)} : {reason.message} {reason.next_step}")
    return AncrageError(
        f"{integer(failed)} études sur {integer(total)} n'ont pas été écrites."
        if failed > 1
        else f"1 étude sur {integer(total)} n'a pas été écrite.",
        "\n".join([*lines, "Une fois la cause levée, relancez la même commande avec --reprendre."]),
    )


def worthwhile(studies: int) -> int:
    """Processes that so many studies keep busy, at most one a core."""
    return max(1, min(os.cpu_count() or 1, studies // LEAST_STUDIES))


def inputs_of(edition: "Edition", strategy: "Strategy") -> bytes:
    """What a study without the words of a territory depends on."""
    chosen = hashlib.sha256(repr(strategy).encode()).hexdigest()
    made_of = {
        "edition": edition.id,
        "jour": edition.day.isoformat(),
        "strategie": strategy.origin,
        "empreinte": chosen,
        "programme": __version__,
    }
    return (json.dumps(made_of, ensure_ascii=False, indent=1) + "\n").encode()


def finished(folder: Path, formats: tuple[str, ...], inputs: bytes) -> bool:
    """Whether the study is there, made of these inputs. Its files arrived together."""
    from ancrage.writers.write import FORMATS

    if not folder.is_dir():
        return False
    mend(folder)
    kept = folder / INPUTS
    return all((folder / FORMATS[n][0]).is_file() for n in formats) and kept.is_file() and kept.read_bytes() == inputs


def outcomes(
    edition: "Edition", order: Order, places: Sequence["Candidate"], processes: int
) -> Iterator[tuple["Candidate", Exception | None]]:
    """Each place and what stopped its study, None when it is written, in the order of `places`."""
    if processes == 1 or len(places) < 2:
        for place in places:
            yield place, _attempt(edition, order, place)
        return
    with _pool(min(processes, len(places))) as pool:
        try:
            with _ready_to_start():
                futures: list[Future[None]] = [pool.submit(_study, order, place) for place in places]
            for place, future in zip(places, futures, strict=True):
                error = future.exception()
                if isinstance(error, BrokenProcessPool):
                    raise AncrageError(
                        "Un processus de calcul a été arrêté, sans doute faute de mémoire.",
                        "Reprenez avec --reprendre et moins de processus : --processus 1",
                    )
                yield place, error if error is None or isinstance(error, Exception) else RuntimeError(repr(error))
        finally:
            # an interruption waits for the studies under way: none is written in part
            pool.shutdown(cancel_futures=True)


def _attempt(edition: "Edition", order: Order, place: "Candidate") -> Exception | None:
    try:
        _write(edition, order, place)
    except Exception as error:  # noqa: BLE001 - told at the end, the others go on
        return error
    return None


def _write(edition: "Edition", order: Order, place: "Candidate") -> None:
    from ancrage.study import run_study
    from ancrage.warehouse.territories import territory_of
    from ancrage.writers.write import write_reports

    study = run_study(edition, territory_of(edition, place), order.strategy)
    beside = {INPUTS: inputs_of(edition, order.strategy)}
    write_reports(study, order.folder / place.code, order.formats, beside=beside)


def _study(order: Order, place: "Candidate") -> None:
    _write(_edition(order.edition_folder, order.on), order, place)


@cache
def _edition(folder: Path, on: "date | None") -> "Edition":
    """The edition of this process."""
    from ancrage.warehouse.edition import open_edition

    return open_edition(folder, on)


def _pool(processes: int) -> ProcessPoolExecutor:
    # a process of its own, not a copy: threads of Polars do not outlive a fork
    return ProcessPoolExecutor(processes, mp_context=get_context("spawn"), initializer=_obey)


def _obey() -> None:
    """The first process alone hears an interruption; the others leave when it is gone, however it went."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    spare_collector()
    threading.Thread(target=_leave_with_parent, daemon=True).start()


def _leave_with_parent() -> None:
    first = parent_process()
    if first is not None:
        first.join()
        os._exit(1)


@contextmanager
def _ready_to_start() -> Iterator[None]:
    """Processes begun meanwhile have one thread each, and do not hear an interruption while they start."""
    before = {name: os.environ.get(name) for name in ONE_THREAD}
    main_thread = threading.current_thread() is threading.main_thread()
    heard = signal.signal(signal.SIGINT, signal.SIG_IGN) if main_thread else None
    os.environ.update(ONE_THREAD)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
        if main_thread:
            signal.signal(signal.SIGINT, heard)
