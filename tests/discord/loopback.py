"""Discord on this machine: as much of its REST and gateway as the life of a bot's process needs, and its faults.

    with LoopbackDiscord() as discord_, discord_.reached():
        asyncio.run(bot.start(TOKEN))

simcord replaces discord.py's HTTP and gateway; here they are the real ones, so that signing in, RESUME, closing codes,
signals, dropped connections and kills are tested too. Members write direct messages and use commands; with
`open_server` there is a server with one channel and one forum too.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import re
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from aiohttp import WSMsgType, web

TOKEN = "canary-token-of-the-bot"
ME: dict[str, Any] = {"id": "1000", "username": "dateline", "discriminator": "0", "avatar": None, "bot": True}
MEMBER: dict[str, Any] = {"id": "2000", "username": "ann", "discriminator": "0", "avatar": None}
CHANNEL = "3000"
SERVER, NEWS, FORUM, TAG = "4000", "4001", "4100", "4101"
DISPATCH, HEARTBEAT, IDENTIFY, RESUME, RECONNECT, HELLO, ACK = 0, 1, 2, 6, 7, 10, 11
EPHEMERAL, LOADING = 64, 128


@dataclass(frozen=True)
class Call:
    """A request that arrived."""

    method: str
    path: str
    body: Any

    def is_of(self, method: str, path: str) -> bool:
        """Whether it is of a method and a path's pattern."""
        return self.method == method and re.fullmatch(path, self.path) is not None


@dataclass
class Fault:
    """What goes wrong with requests of a method and a path's pattern, so many times.

    "drop": the connection goes before anything is done; "lost": after it; "half": in the middle of the response;
    "hang": no response comes; a number: that status, and nothing is done.
    """

    method: str
    path: str
    kind: str | int
    times: int = 1
    code: int = 0


class LoopbackDiscord:
    """`close_code` ends every connection that signs in; `refuse` fails REST calls with a status.

    `heard` is told each call before and after what it asks for is done, on the server's thread; where it says True
    before, nothing is done. While `down`, each
    connection is dropped. `ignored` counts messages that were sent again by a nonce which is still known.
    """

    def __init__(self, *, close_code: int | None = None) -> None:
        self.close_code = close_code
        self.refuse: dict[tuple[str, str], int] = {}
        self.faults: list[Fault] = []
        self.down = False
        self.heard: Callable[[str, Call], object] = lambda when, call: None
        self.calls: list[Call] = []
        self.posted: dict[str, dict[str, Any]] = {}  # messages by their ids
        self.tokens: dict[str, dict[str, Any]] = {}  # interactions by their tokens
        self.threads: dict[str, dict[str, Any]] = {}  # the server's, by their ids
        self.ignored = 0
        self.sign_ins: list[int] = []  # the op codes, IDENTIFY or RESUME
        self.heartbeats = 0
        self._nonces: dict[tuple[str, str], str] = {}
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

    # What members do

    def ask(
        self,
        content: str,
        *,
        member: dict[str, Any] = MEMBER,
        channel: str = CHANNEL,
        calls: dict[str, Any] | None = ME,
        more: dict[str, Any] | None = None,
    ) -> str:
        """A member sends a direct message, or mentions the bot, another or nobody (`calls`) on the server; the
        message's id. `more` is set of the message."""
        id_ = str(next(self._ids))
        data = message(id_, content, author=member, channel=channel)
        if self._is_on_server(channel):
            data |= {"guild_id": SERVER, "mentions": [calls] if calls else [], "member": _membership([])}
        data |= more or {}
        self.posted[id_] = data
        self.deliver("MESSAGE_CREATE", data)
        return id_

    def change(self, id_: str, content: str, *, edited: bool = True) -> None:
        """A member edits a message; or, not `edited`, Discord adds a link's preview to it."""
        self.posted[id_] |= {"content": content, "edited_timestamp": "2024-04-01T12:01:00+00:00" if edited else None}
        self.deliver("MESSAGE_UPDATE", self.posted[id_])

    def withdraw(self, *ids: str) -> None:
        """A member deletes a message, or a moderator several."""
        channel = self.posted[ids[0]]["channel_id"]
        where = {"channel_id": channel} | ({"guild_id": SERVER} if self._is_on_server(channel) else {})
        for id_ in ids:
            del self.posted[id_]
        if len(ids) == 1:
            self.deliver("MESSAGE_DELETE", where | {"id": ids[0]})
        else:
            self.deliver("MESSAGE_DELETE_BULK", where | {"ids": list(ids)})

    def open_post(self, title: str, body: str, *, tags: Sequence[str] = (TAG,), member: dict[str, Any] = MEMBER) -> str:
        """A member opens a post in the forum; its id, which its thread and its first message have."""
        id_ = str(next(self._ids))
        self.threads[id_] = thread = _thread(id_, title, tags=tags, owner=member["id"])
        opening = message(id_, body, author=member, channel=id_)
        self.posted[id_] = opening
        self.deliver("THREAD_CREATE", thread | {"newly_created": True})
        self.deliver("MESSAGE_CREATE", opening | {"guild_id": SERVER, "member": _membership([])})
        return id_

    def change_post(self, id_: str, **changes: Any) -> None:
        """Somebody gives a post another tag, or closes it."""
        self.threads[id_] |= changes
        self.deliver("THREAD_UPDATE", self.threads[id_])

    def _is_on_server(self, channel: str) -> bool:
        return channel in (NEWS, FORUM) or channel in self.threads

    def command(self, name: str, *, member: dict[str, Any] = MEMBER, channel: str = NEWS, **options: Any) -> str:
        """A member uses a command on the server, or in direct messages; the interaction's token."""
        given = [{"name": key, "type": 5 if value is True else 3, "value": value} for key, value in options.items()]
        return self._interact(2, {"id": "7000", "name": name, "type": 1, "options": given}, member, channel)

    def choose(self, name: str, on: str, *, member: dict[str, Any] = MEMBER) -> str:
        """A member chooses an entry of a message's menu; the interaction's token."""
        target = self.posted[on]
        data = {"id": "7001", "name": name, "type": 3, "target_id": on, "resolved": {"messages": {on: target}}}
        return self._interact(2, data, member, target["channel_id"])

    def press(self, on: str, custom_id: str, *, member: dict[str, Any] = MEMBER) -> str:
        """A member presses a button of a message; the interaction's token."""
        shown = self.posted[on]
        data = {"custom_id": custom_id, "component_type": 2}
        return self._interact(3, data, member, shown["channel_id"], message=shown)

    def _interact(self, kind: int, data: Any, member: dict[str, Any], channel: str, **more: Any) -> str:
        id_ = str(next(self._ids))
        token = f"token-{id_}"
        on_server = self._is_on_server(channel)
        here = {"guild_id": SERVER, "member": _membership([], user=member)} if on_server else {"user": member}
        event = {
            "id": id_,
            "application_id": ME["id"],
            "type": kind,
            "data": data,
            "channel_id": channel,
            "channel": self.threads.get(channel) or _channel(channel),
            "token": token,
            "version": 1,
            "locale": "en-US",
            "app_permissions": str(2**50 - 1),
            "entitlements": [],
            "authorizing_integration_owners": {"0": SERVER if on_server else "0"},
            "context": 0 if on_server else 1,
            "attachment_size_limit": 10_000_000,
            **here,
            **more,
        }
        self.tokens[token] = {"id": id_, "channel": channel, "original": None, "user": member}
        self.deliver("INTERACTION_CREATE", event)
        return token

    def open_server(self, *, permissions: int = 2**50 - 1) -> None:
        """The bot is on a server with one channel and one forum."""
        everyone = {"id": SERVER, "name": "@everyone", "permissions": str(permissions), "position": 0, "color": 0}
        everyone |= {"hoist": False, "managed": False, "mentionable": False, "flags": 0}
        self.deliver(
            "GUILD_CREATE",
            {
                "id": SERVER,
                "name": "Newsroom",
                "owner_id": "9",
                "roles": [everyone],
                "emojis": [],
                "features": [],
                "channels": [_channel(NEWS), _channel(FORUM)],
                "threads": [],
                "members": [_membership([], user=ME)],
                "member_count": 2,
                "preferred_locale": "en-US",
                "large": False,
                "voice_states": [],
                "presences": [],
                "stage_instances": [],
                "guild_scheduled_events": [],
            },
        )

    def deliver(self, kind: str, data: dict[str, Any]) -> None:
        """An event, which is delivered again after every RESUME."""
        event = {"op": DISPATCH, "t": kind, "s": len(self._events) + 2, "d": data}
        self._events.append(event)
        self._send(event)

    def drop(self) -> None:
        """Ask the bot to connect anew."""
        self._send({"op": RECONNECT, "d": None, "s": None, "t": None})

    def forget_nonces(self) -> None:
        """Minutes have passed."""
        self._nonces.clear()

    # What the bot did

    def wait_for(self, happened: Callable[[], Any], *, seconds: float = 30) -> None:
        """Wait until something has arrived here. Raises AssertionError."""
        with self._changed:
            assert self._changed.wait_for(happened, seconds), (self.sign_ins, self.calls[-5:])

    def sent(self) -> list[dict[str, Any]]:
        """The messages and edits that arrived, in order."""
        return [one.body for one in self.calls if "/messages" in one.path and one.method in ("POST", "PATCH")]

    def shown(self) -> list[str]:
        """What they say."""
        return list(map(said, self.sent()))

    def standing(self) -> list[str]:
        """What the bot's messages say now, in the order in which they came."""
        return [said(one) for one in self.posted.values() if one["author"] is ME]

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

    async def _called(self, request: web.Request) -> web.StreamResponse:
        path = "/" + request.match_info["path"].removeprefix("api/v10/")
        call = Call(request.method, path, json.loads(await request.read() or b"null"))
        if self.heard("before", call):
            return _dropped(request)
        with self._changed:
            self.calls.append(call)
            self._changed.notify_all()
        fault = self._fault_of(call)
        match fault.kind if fault else None:
            case "drop":
                return _dropped(request)
            case "hang":
                await self._stopped.wait()
            case int(status):
                assert fault is not None
                return _json({"code": fault.code, "message": f"{status}: refused"}, status=status)
        response = self._done(request, call)
        self.heard("after", call)
        with self._changed:
            self._changed.notify_all()
        if fault and fault.kind == "lost":
            return _dropped(request)
        if fault and fault.kind == "half":
            return await _half_of(request, response)
        return response

    def _fault_of(self, call: Call) -> Fault | None:
        if self.down:
            return Fault(call.method, call.path, "drop")
        for fault in self.faults:
            if fault.times and call.is_of(fault.method, fault.path):
                fault.times -= 1
                return fault
        return None

    def _done(self, request: web.Request, call: Call) -> web.Response:
        path, body = call.path, call.body
        by_token = path.startswith(("/webhooks/", "/interactions/"))
        status = self.refuse.get((request.method, path))
        if status is None and not by_token and request.headers.get("Authorization") != f"Bot {TOKEN}":
            status = 401
        if status is not None:
            return _json({"code": 0, "message": f"{status}: refused"}, status=status)
        match request.method, path.split("/")[1:]:
            case "GET", ["users", "@me"]:
                return _json(ME)
            case "POST", ["users", "@me", "channels"]:
                return _json(_channel(CHANNEL if body["recipient_id"] == MEMBER["id"] else body["recipient_id"]))
            case "GET", ["oauth2", "applications", "@me"]:
                return _json(APPLICATION)
            case "PUT", ["applications", _, "commands"]:
                commands = [
                    {"description": "", **command, "id": str(next(self._ids)), "version": "1"} for command in body
                ]
                return _json([{"application_id": ME["id"], **command} for command in commands])
            case "POST", ["interactions", _, token, "callback"]:
                return self._responded(token, body)
            case "POST", ["webhooks", _, token] if token in self.tokens:
                return _json(self._post(self.tokens[token]["channel"], body, by=self.tokens[token]))
            case method, ["webhooks", _, token, "messages", which] if token in self.tokens:
                id_ = self.tokens[token]["original"] if which == "@original" else which
                return self._one(method, id_, body) if id_ else _unknown(10015)
            case _, ["webhooks", *_]:
                return _unknown(10015)
            case ("POST", ["channels", _, "typing"]) | ("PUT", ["channels", _, "messages", _, "reactions", *_]):
                return web.Response(status=204)
            case "POST", ["channels", channel, "messages"]:
                return _json(self._post(channel, body))
            case "GET", ["channels", channel, "messages"]:
                after = int(request.query.get("after", 0))
                before = int(request.query.get("before", 2**62))
                here = [one for one in self.posted.values() if one["channel_id"] == channel]
                found = [one for one in here if after < int(one["id"]) < before and not one["flags"] & EPHEMERAL]
                return _json(found[::-1][: int(request.query.get("limit", 50))])
            case method, ["channels", _, "messages", id_]:
                hidden = self.posted.get(id_, {}).get("flags", 0) & EPHEMERAL
                return _unknown(10008) if hidden else self._one(method, id_, body)
        return _unknown(10003)

    def _post(self, channel: str, body: Any, *, by: dict[str, Any] | None = None) -> dict[str, Any]:
        key = channel, str(body.get("nonce"))
        if body.get("enforce_nonce") and key in self._nonces:
            self.ignored += 1
            return self.posted[self._nonces[key]]
        id_ = str(next(self._ids))
        shown = message(id_, "", author=ME, channel=channel) | _shown(body)
        shown["flags"] = body.get("flags", 0)
        if reference := body.get("message_reference"):
            shown |= {"type": 19, "message_reference": reference}
        if by is not None:
            shown["interaction_metadata"] = {
                "id": by["id"],
                "type": 2,
                "user": by["user"],
                "authorizing_integration_owners": {},
            }
        self.posted[id_] = shown
        if body.get("enforce_nonce"):
            self._nonces[key] = id_
        return shown

    def _one(self, method: str, id_: str, body: Any) -> web.Response:
        if id_ not in self.posted:
            return _unknown(10008)
        if method == "DELETE":
            del self.posted[id_]
            return web.Response(status=204)
        if method == "PATCH":
            self.posted[id_] |= _shown(body)
            self.posted[id_]["flags"] &= ~LOADING
        return _json(self.posted[id_])

    def _responded(self, token: str, body: Any) -> web.Response:
        known = self.tokens.get(token)
        if known is None:
            return _unknown(10062)
        if known.get("responded"):
            return _json({"code": 40060, "message": "Interaction has already been acknowledged."}, status=400)
        known["responded"] = True
        given: dict[str, Any] = {"interaction": {"id": known["id"], "type": 2}, "resource": {"type": body["type"]}}
        if body["type"] in (4, 5):
            data = body.get("data") or {}
            loading = LOADING if body["type"] == 5 else 0
            shown = self._post(known["channel"], data | {"flags": data.get("flags", 0) | loading}, by=known)
            known["original"] = shown["id"]
            given["interaction"] |= {"response_message_id": shown["id"]}
            given["resource"]["message"] = shown
        return _json(given)

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
            for event in self._events:
                if event["t"] == "GUILD_CREATE":
                    now = event | {"d": event["d"] | {"threads": list(self.threads.values())}}
                    await socket.send_str(json.dumps(now))
        else:
            for event in self._events:  # all of them, also those that were delivered before
                await socket.send_str(json.dumps(event))
            await socket.send_str(json.dumps({"op": DISPATCH, "t": "RESUMED", "s": len(self._events) + 1, "d": {}}))
        self.sign_ins.append(op)


def said(body: dict[str, Any]) -> str:
    """What a message or payload shows."""
    lines = [body.get("content") or ""]
    for embed in body.get("embeds") or []:
        lines += [embed.get("description") or "", (embed.get("footer") or {}).get("text", "")]
    return "\n".join(filter(None, lines))


def buttons_of(shown: dict[str, Any]) -> dict[str, str]:
    """The custom ids of a message's buttons, by their actions."""
    ids = [child["custom_id"] for row in shown.get("components") or [] for child in row["components"]]
    return {one.split(":")[1]: one for one in ids}


def _dropped(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


async def _half_of(request: web.Request, response: web.Response) -> web.StreamResponse:
    whole = bytes(response.body) if isinstance(response.body, bytes) else b""
    half = web.StreamResponse(headers={"Content-Length": str(len(whole)), "Content-Type": "application/json"})
    await half.prepare(request)
    await half.write(whole[: len(whole) // 2])
    if request.transport is not None:
        request.transport.close()
    return half


def _json(data: Any, *, status: int = 200) -> web.Response:
    # discord.py reads JSON under this very content type, without a charset.
    return web.Response(body=json.dumps(data).encode(), status=status, content_type="application/json")


def _unknown(code: int) -> web.Response:
    return _json({"code": code, "message": "unknown here"}, status=404)


def _shown(body: dict[str, Any]) -> dict[str, Any]:
    """What a payload sets of a message."""
    empty: dict[str, Any] = {"content": "", "embeds": [], "components": []}
    return {name: body[name] or without for name, without in empty.items() if name in body}


def _channel(id_: str) -> dict[str, Any]:
    if id_ == NEWS:
        return {"id": NEWS, "type": 0, "guild_id": SERVER, "name": "news", "position": 0, "permission_overwrites": []}
    if id_ == FORUM:
        tag = {"id": TAG, "name": "Dateline", "moderated": False, "emoji_id": None, "emoji_name": None}
        return {
            "id": FORUM,
            "type": 15,
            "guild_id": SERVER,
            "name": "questions",
            "position": 1,
            "permission_overwrites": [],
            "available_tags": [tag],
        }
    return {"id": id_, "type": 1, "recipients": [MEMBER], "last_message_id": None}


def _thread(id_: str, name: str, *, tags: Sequence[str], owner: str) -> dict[str, Any]:
    return {
        "id": id_,
        "type": 11,
        "guild_id": SERVER,
        "parent_id": FORUM,
        "owner_id": owner,
        "name": name,
        "message_count": 0,
        "member_count": 1,
        "applied_tags": list(tags),
        "thread_metadata": {
            "archived": False,
            "auto_archive_duration": 1440,
            "archive_timestamp": "2024-04-01T12:00:00+00:00",
            "create_timestamp": "2024-04-01T12:00:00+00:00",
            "locked": False,
        },
    }


def _membership(roles: list[str], *, user: dict[str, Any] | None = None) -> dict[str, Any]:
    member = {"roles": roles, "joined_at": "2024-01-01T00:00:00+00:00", "deaf": False, "mute": False, "flags": 0}
    return member | ({"user": user, "permissions": str(2**50 - 1)} if user else {})


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


def message(id_: str, content: str, *, author: dict[str, Any], channel: str = CHANNEL) -> dict[str, Any]:
    """A message."""
    return {
        "id": id_,
        "channel_id": channel,
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
        "components": [],
        "flags": 0,
        "pinned": False,
        "type": 0,
    }
