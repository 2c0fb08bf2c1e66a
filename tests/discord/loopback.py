"""Discord on this machine: as much of its REST and gateway as the life of a bot's process needs.

    with LoopbackDiscord() as discord_, discord_.reached():
        asyncio.run(bot.start(TOKEN))

simcord replaces discord.py's HTTP and gateway; here they are the real ones, so that signing in, RESUME, closing codes
and signals are tested too. The bot has no server here, only direct messages from one member.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from aiohttp import WSMsgType, web

TOKEN = "canary-token-of-the-bot"
ME: dict[str, Any] = {"id": "1000", "username": "dateline", "discriminator": "0", "avatar": None, "bot": True}
MEMBER: dict[str, Any] = {"id": "2000", "username": "ann", "discriminator": "0", "avatar": None}
CHANNEL = "3000"
DISPATCH, HEARTBEAT, IDENTIFY, RESUME, RECONNECT, HELLO, ACK = 0, 1, 2, 6, 7, 10, 11


@dataclass(frozen=True)
class Call:
    """A request that arrived."""

    method: str
    path: str
    body: Any


class LoopbackDiscord:
    """`close_code` ends every connection that signs in; `refuse` fails REST calls with a status."""

    def __init__(self, *, close_code: int | None = None) -> None:
        self.close_code = close_code
        self.refuse: dict[tuple[str, str], int] = {}
        self.calls: list[Call] = []
        self.sign_ins: list[int] = []  # the op codes, IDENTIFY or RESUME
        self.heartbeats = 0
        self._changed = threading.Condition()
        self._events: list[dict[str, Any]] = []
        self._socket: web.WebSocketResponse | None = None
        self._ids = itertools.count(5000)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._serve, name="loopback-discord", daemon=True)
        self._stopped = asyncio.Event()
        self._started = threading.Event()
        self.port = 0

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._started.wait(10)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._loop.call_soon_threadsafe(self._stopped.set)
        self._thread.join(10)

    @property
    def rest(self) -> str:
        return f"http://127.0.0.1:{self.port}/api/v10"

    @property
    def gateway(self) -> str:
        return f"ws://127.0.0.1:{self.port}/gateway"

    @contextlib.contextmanager
    def reached(self) -> Iterator[None]:
        """discord.py of this process talks to this server."""
        import yarl
        from discord.gateway import DiscordWebSocket
        from discord.http import Route

        before = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = self.rest, yarl.URL(self.gateway)
        try:
            yield
        finally:
            Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = before

    def ask(self, content: str) -> str:
        """The member sends a direct message; its id."""
        id_ = str(next(self._ids))
        self.deliver("MESSAGE_CREATE", message(id_, content, author=MEMBER))
        return id_

    def deliver(self, kind: str, data: dict[str, Any]) -> None:
        """An event, which is delivered again after every RESUME."""
        event = {"op": DISPATCH, "t": kind, "s": len(self._events) + 2, "d": data}
        self._events.append(event)
        self._send(event)

    def drop(self) -> None:
        """Ask the bot to connect anew."""
        self._send({"op": RECONNECT, "d": None, "s": None, "t": None})

    def wait_for(self, happened: Callable[[], Any], *, seconds: float = 30) -> None:
        """Wait until something has arrived here. Raises AssertionError."""
        with self._changed:
            assert self._changed.wait_for(happened, seconds), (self.sign_ins, self.calls[-5:])

    def sent(self) -> list[dict[str, Any]]:
        """The messages and edits that arrived, in order."""
        return [one.body for one in self.calls if "/messages" in one.path and one.method in ("POST", "PATCH")]

    def shown(self) -> list[str]:
        """What they say."""
        return [
            "\n".join([one.get("content") or "", *(e.get("description") or "" for e in one.get("embeds") or [])])
            for one in self.sent()
        ]

    def _send(self, event: dict[str, Any]) -> None:
        async def send() -> None:
            if self._socket is not None and not self._socket.closed:
                await self._socket.send_str(json.dumps(event))

        asyncio.run_coroutine_threadsafe(send(), self._loop).result(10)

    def _serve(self) -> None:
        self._loop.run_until_complete(self._run())
        self._loop.close()

    async def _run(self) -> None:
        app = web.Application()
        app.router.add_get("/gateway", self._connected)
        app.router.add_route("*", "/{path:.*}", self._called)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        self.port = runner.addresses[0][1]
        self._started.set()
        await self._stopped.wait()
        if self._socket is not None:
            await self._socket.close()
        await runner.cleanup()

    async def _called(self, request: web.Request) -> web.Response:
        path = "/" + request.match_info["path"].removeprefix("api/v10/")
        body = json.loads(await request.read() or b"null")
        with self._changed:
            self.calls.append(Call(request.method, path, body))
            self._changed.notify_all()
        status = self.refuse.get((request.method, path))
        if status is None and request.headers.get("Authorization") != f"Bot {TOKEN}":
            status = 401
        if status is not None:
            return _json({"code": 0, "message": f"{status}: refused"}, status=status)
        match request.method, path.split("/")[1:]:
            case "GET", ["users", "@me"]:
                return _json(ME)
            case "GET", ["oauth2", "applications", "@me"]:
                return _json(APPLICATION)
            case "PUT", ["applications", _, "commands"]:
                commands = [
                    {"description": "", **command, "id": str(next(self._ids)), "version": "1"} for command in body
                ]
                return _json([{"application_id": ME["id"], **command} for command in commands])
            case "POST", ["channels", _, "typing"]:
                return web.Response(status=204)
            case "POST" | "PATCH", ["channels", _, "messages", *_]:
                return _json(message(str(next(self._ids)), body.get("content") or "", author=ME))
            case "GET", ["channels", _, "messages"]:
                return _json([])
        return _json({"code": 10003, "message": "unknown here"}, status=404)

    async def _connected(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_str(json.dumps({"op": HELLO, "d": {"heartbeat_interval": 200}, "s": None, "t": None}))
        async for frame in socket:
            if frame.type is not WSMsgType.TEXT:
                continue
            given = json.loads(frame.data)
            if given["op"] in (IDENTIFY, RESUME):
                self._socket = socket
                await self._signed_in(socket, given)
            elif given["op"] == HEARTBEAT:
                await socket.send_str(json.dumps({"op": ACK, "d": None, "s": None, "t": None}))
            with self._changed:
                self.heartbeats += given["op"] == HEARTBEAT
                self._changed.notify_all()
        return socket

    async def _signed_in(self, socket: web.WebSocketResponse, given: dict[str, Any]) -> None:
        op = given["op"]
        if self.close_code is not None:
            self.sign_ins.append(op)  # before the bot can notice
            await socket.close(code=self.close_code)
            return
        if op == IDENTIFY:
            await socket.send_str(json.dumps({"op": DISPATCH, "t": "READY", "s": 1, "d": ready(self.gateway)}))
        else:
            for event in self._events:  # all of them, also those that were delivered before
                await socket.send_str(json.dumps(event))
            await socket.send_str(json.dumps({"op": DISPATCH, "t": "RESUMED", "s": len(self._events) + 1, "d": {}}))
        self.sign_ins.append(op)


def _json(data: Any, *, status: int = 200) -> web.Response:
    # discord.py reads JSON under this very content type, without a charset.
    return web.Response(body=json.dumps(data).encode(), status=status, content_type="application/json")


APPLICATION = {
    "id": ME["id"],
    "name": "dateline",
    "description": "",
    "icon": None,
    "bot_public": True,
    "bot_require_code_grant": False,
    "verify_key": "",
    "owner": MEMBER,
    "flags": 0,
}


def ready(gateway: str) -> dict[str, Any]:
    """What a bot is told when it has signed in."""
    return {
        "v": 10,
        "user": ME,
        "guilds": [],
        "session_id": "session",
        "resume_gateway_url": gateway,
        "application": {"id": ME["id"], "flags": 0},
    }


def message(id_: str, content: str, *, author: dict[str, Any]) -> dict[str, Any]:
    """A direct message."""
    return {
        "id": id_,
        "channel_id": CHANNEL,
        "author": author,
        "content": content,
        "timestamp": "2024-04-01T12:00:00+00:00",
        "edited_timestamp": None,
        "tts": False,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
        "attachments": [],
        "embeds": [],
        "pinned": False,
        "type": 0,
    }
