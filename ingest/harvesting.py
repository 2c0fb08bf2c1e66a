"""Sources on the web brought into the library: several gathered at once, one after another read and stored.

The threads stand here; what becomes of what they find is the harvester's (harvester.py).
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Sequence

from ingest.harvester import Harvester
from ingest.running import Run
from ingest.settings import IngestSettings
from ingest.sources.config import Source
from ingest.sources.gathered import Gathered, Turn
from ingest.sources.gathering import Gatherer
from ingest.web.addresses import Allowed, Guard
from ingest.web.client import Client, Policy
from vectorstore.proxies import Proxies

# How many answers may wait to be read: what bounds the memory.
_WAITING = 16


def policy_of(settings: IngestSettings) -> Policy:
    """How requests are made, by the settings."""
    return Policy(
        user_agent=settings.ingest_user_agent,
        max_bytes=settings.ingest_max_bytes,
        gap=settings.ingest_gap,
        guard=Guard(Allowed.of(settings.ingest_allow.split(","))),
        proxies=Proxies.of_environment(used=settings.ingest_proxy),
    )


def harvest(sources: Sequence[Source], run: Run, *, client: Client, cancelled: threading.Event, prune: bool) -> None:
    """Bring the library to what the sources hold. A failing source or article is named and the rest go in.

    Fetching runs in threads, one a source; reading and storing in this one. `cancelled` is set when this ends
    early, and is the one that `client` minds.
    """
    found: queue.Queue[Gathered | Turn | BaseException] = queue.Queue(_WAITING)
    waiting: queue.SimpleQueue[Source] = queue.SimpleQueue()
    for source in sources:
        waiting.put(source)
    harvester = Harvester(run=run, state=client.state, prune=prune)
    holdings = {source.url: harvester.begin(source) for source in sources}
    limit = run.settings.ingest_max_bytes

    def put(item: Gathered | Turn | BaseException) -> None:
        while not cancelled.is_set():
            try:
                found.put(item, timeout=0.2)
                return
            except queue.Full:
                continue

    def gather() -> None:
        while not cancelled.is_set():
            try:
                source = waiting.get_nowait()
            except queue.Empty:
                return
            gatherer = Gatherer(client, source, holdings=holdings[source.url], max_bytes=limit, prune=prune)
            try:
                for item in gatherer.gather():
                    put(item)
                    if cancelled.is_set():
                        return
                put(gatherer.turn())
            except BaseException as error:  # handed to the thread that can end the run
                put(error)

    number = min(run.settings.ingest_hosts, len(sources))
    threads = [threading.Thread(target=gather, name=f"gather-{n}", daemon=True) for n in range(number)]
    for thread in threads:
        thread.start()
    try:
        left = len(sources)
        while left:
            run.stop.check()
            try:
                with run.tally.timed("waiting for sources"):
                    item = found.get(timeout=0.2)
            except queue.Empty:
                continue
            if isinstance(item, BaseException):
                raise item
            if isinstance(item, Turn):
                harvester.end(item)
                left -= 1
            else:
                harvester.take(item)
    finally:
        cancelled.set()
        for thread in threads:
            thread.join(timeout=1.0)
