"""Everything that the bot works with and that is not Discord's: library, model, log, budgets, threads."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar
from zoneinfo import ZoneInfo

from bot.answering.pipeline import Answerer, load_prompt
from bot.answering.unanswered import Unanswered
from bot.budget import Budget, Declined, Spent, start_of_today
from bot.circuit import Circuit
from bot.discord.guard import Refusals, Rejections, Seen
from bot.discord.membership import Memberships
from bot.discord.sharing import Shared
from bot.discord.shelf import Shelf
from bot.discord.wire import Wire
from bot.metrics import Metrics
from bot.questions.deletions import Deletions
from bot.questions.log import Log
from bot.questions.optouts import OptOuts
from bot.questions.posts import Posts
from bot.questions.schema import kept_open
from bot.questions.servers import Servers
from bot.queue import FairQueue

if TYPE_CHECKING:
    from discord import Client
    from httpcore2 import NetworkBackend

    from bot.redaction import Redactor
    from bot.startup import Settings
    from prompts.files import Prompt
    from vectorstore.library import Library

P = ParamSpec("P")
T = TypeVar("T")


# Names of threads that may wait long: our pools', and those that LangChain opens for a structured answer.
WAITING = ("answer", "change", "ThreadPoolExecutor")


def utc_now() -> datetime:
    """The moment that questions are asked at."""
    return datetime.now(UTC)


@dataclass
class House:
    """One bot's belongings. `open` builds them, `close` puts them away.

    Nothing here blocks the event loop: `records` is the thread for the question log, `answers` the pool for
    searching and models, `changes` the one thread that changes the library.
    """

    settings: Settings
    redact: Redactor
    library: Library
    answerer: Answerer
    rewrite: Prompt
    check: Prompt
    log: Log
    servers: Servers
    posts: Posts
    deletions: Deletions
    optouts: OptOuts
    metrics: Metrics
    budget: Budget
    queue: FairQueue
    now: Callable[[], datetime] = utc_now
    network: NetworkBackend | None = None  # replaces what ingest connects with
    shelf: Shelf = field(init=False)
    application: int = 0  # known once we have signed in
    revoked: bool = False  # Discord said that the token is none
    when_revoked: Callable[[], None] = lambda: None
    shared: Shared = field(default_factory=Shared)
    seen: Seen = field(default_factory=Seen)
    wire: Wire = field(default_factory=Wire)
    rejections: Rejections = field(default_factory=Rejections)
    refusals: Refusals = field(default_factory=Refusals)
    memberships: Memberships = field(default_factory=Memberships)
    circuit: Circuit = field(default_factory=Circuit)

    def __post_init__(self) -> None:
        self._answering: dict[str, asyncio.Task[Any]] = {}
        workers = self.settings.discord.discord_workers
        self.answers = ThreadPoolExecutor(workers, thread_name_prefix="answer")
        self.searches = ThreadPoolExecutor(2, thread_name_prefix="search")
        self.records = ThreadPoolExecutor(1, thread_name_prefix="record")
        self.changes = ThreadPoolExecutor(1, thread_name_prefix="change")
        self.shelf = Shelf(self.library)
        self._kept_open = kept_open(self.settings.store.dateline_data)
        self.metrics.watch_queue(self.queue)
        self.metrics.watch_model(lambda: self.circuit.reason is not None)

    @classmethod
    def open(cls, settings: Settings, *, redact: Redactor, now: Callable[[], datetime] = utc_now) -> House:
        """Build everything. Raises DatelineError: what is wrong, before anything reaches Discord."""
        from bot.answering.wiring import answerer_for
        from vectorstore.library import Library

        folder, discord = settings.store.dateline_data, settings.discord
        rewrite = load_prompt("rewrite", overrides=settings.answer.prompts_dir)
        check = load_prompt("check", overrides=settings.answer.prompts_dir)
        log = Log(folder, key=discord.key)
        log.purge(days=discord.discord_log_days, now=now())
        limits = discord.limits(settings.answer)
        budget = Budget(limits, clock=lambda: now().timestamp())
        budget.restore(log.spent_since(start_of_today(now().timestamp())))
        library = Library.open(settings.store, follow=True, create=True)
        try:
            return cls(
                settings=settings,
                redact=redact,
                library=library,
                answerer=answerer_for(settings.answer, library, data=folder),
                rewrite=rewrite,
                check=check,
                log=log,
                servers=Servers(folder),
                posts=Posts(folder),
                deletions=Deletions(folder),
                optouts=OptOuts(folder, hashed=log.hashed),
                metrics=Metrics(),
                budget=budget,
                queue=FairQueue(places=discord.discord_workers, room=discord.discord_queue),
                now=now,
            )
        except BaseException:
            library.close()
            raise

    def prepare_judge(self) -> None:
        """Hold the judge's exam where none was held, so that no question waits for it. Blocks as long as that takes."""
        bench = self.answerer.bench
        if bench is None:
            return
        tokens = bench.admission().tokens
        self.budget.spend(None, Spent(judge_input=tokens.input or 0, judge_output=tokens.output or 0))

    def answerer_in(self, server: int | None) -> Answerer:
        """The answerer that counts days where the server does, and asks no model that turns everything down."""
        zone = self.servers.of(server).time_zone
        tz = ZoneInfo(zone) if zone else self.answerer.tz
        model = self.circuit.guarded(self.answerer.model)
        return replace(self.answerer, tz=tz, model=model, library=self.library_in(server))

    def unanswered_in(self, server: int | None) -> Unanswered:
        """The names and topics that a server does not have answered; in direct messages those of the home servers."""
        servers = self.settings.discord.home if server is None else [server]
        entries = (entry for one in sorted(servers) for entry in self.servers.of(one).unanswered)
        return Unanswered(dict.fromkeys(entries))

    def library_in(self, server: int | None) -> Library:
        """The library as a server is shown it."""
        from vectorstore.withholding import WithholdingLibrary

        unanswered = self.unanswered_in(server)
        return WithholdingLibrary(self.library, unanswered.names) if unanswered else self.library

    def shelf_in(self, server: int | None) -> Shelf:
        """The shelf as a server is shown it."""
        unanswered = self.unanswered_in(server)
        return self.shelf.without(unanswered.names) if unanswered else self.shelf

    def must_answer(self, server: int | None, *texts: str | None) -> None:
        """Raise Declined where a text names what a server does not have answered."""
        if self.unanswered_in(server).names(*texts):
            raise Declined("unanswered")

    async def answering(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a part of an answer in the answering pool; the caller holds a turn."""
        return await asyncio.get_running_loop().run_in_executor(self.answers, lambda: work(*args, **kwargs))

    async def searching(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run something short that reads the library."""
        return await asyncio.get_running_loop().run_in_executor(self.searches, lambda: work(*args, **kwargs))

    async def recording(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Read or write the question log or the servers' settings."""
        return await asyncio.get_running_loop().run_in_executor(self.records, lambda: work(*args, **kwargs))

    async def changing(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Change the library, one change after the other."""
        return await asyncio.get_running_loop().run_in_executor(self.changes, lambda: work(*args, **kwargs))

    def begin_answer(self, id_: str) -> None:
        """The task that calls makes and shows this answer."""
        task = asyncio.current_task()
        if task is not None:
            self._answering[id_] = task
            task.add_done_callback(lambda _: self._answering.pop(id_, None))

    async def answered(self, id_: str) -> None:
        """Wait until an answer is shown as far as it will be; not at all where that is so."""
        if (task := self._answering.get(id_)) is not None:
            await asyncio.wait({task})

    async def is_at_home(self, client: Client, member: int) -> bool:
        """Whether a member may write to us directly; everybody, where no home servers are set."""
        home = self.settings.discord.home
        return not home or await self.memberships.may_ask(
            client, member, home=home, servers=self.servers, wire=self.wire
        )

    def unauthorised(self) -> None:
        """Discord refused our token."""
        self.revoked = True
        self.when_revoked()

    @property
    def is_busy(self) -> bool:
        """Whether a thread still waits for a model, a judge or ingest: the interpreter would wait for it."""
        return any(thread.is_alive() and thread.name.startswith(WAITING) for thread in threading.enumerate())

    def close(self) -> None:
        """Wait for short work, leave long work behind, close the library."""
        for pool in (self.records, self.searches):
            pool.shutdown(wait=True, cancel_futures=True)
        for pool in (self.answers, self.changes):
            pool.shutdown(wait=False, cancel_futures=True)
        self._kept_open.close()
        self.library.close()
