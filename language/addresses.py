"""Addresses in a text, and the text without them: what an article's or a model's words may bring nobody to.

    https://evil.example/a, hxxp://…, www.evil.example, evil.example/a, a@b.example   "…"
    evil.example, evil[.]example                                                      its name: "evil"

A bare name of a host is mostly the name of a firm or a service ("according to Realtor.com"): its name stays, and what
makes an address of it goes. Which endings are those of hosts is known by the list of `tld`, which lies on the disk.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from functools import cache
from urllib.parse import urlsplit

LEFT_OUT = "…"

# Endings that the public list leaves out, since nobody can register under them.
_RESERVED = frozenset({"example", "internal", "invalid", "lan", "local", "localhost", "onion", "test"})
_NO_WORDS = frozenset({"com", "edu", "example", "gov", "org", "xyz"})  # no sentence begins with these
_INITIALS = re.compile(r"[^\W_]\.[^\W_]\.")  # "p.m.in", "U.S.in"
_MARKDOWN = re.compile(r"!?\[([^\]\n]*)\]\(\s*<?([^)\s>]+)>?[^)\n]*\)")
_IN_BRACKETS = r"(?:\s?\[\s?(?:{0})\s?\]\s?|\((?:{0})\)|\{{(?:{0})\}})"
_GAP = "[\u00ad\u200b-\u200d\u2060\ufeff]*"
_DOT = rf"(?:{_GAP}(?:[.．]|[。｡](?=[a-z0-9])){_GAP}|{_IN_BRACKETS.format('[.．]|dot|punkt|punto|point|점|点')})"
_AT = rf"(?:[@＠]|{_IN_BRACKETS.format('[@＠]|at|ät|arroba|arobase|골뱅이')})"
_LABEL = r"[^\W_](?:[\w-]*[^\W_])?"
_ENDING = r"(?P<ending>xn--[a-z0-9-]+|[a-z]{2,24}(?![a-z0-9])|[^\W\d_a-z]{2,24})"
_HOST = rf"(?:{_LABEL}{_DOT})+{_ENDING}"
_JOINED = re.compile(r"(?<=\w\.)(?-i:[A-Z])[^\W\d_]*$")  # "bob@evil.example.Follow": the next sentence
_NUMBERS = r"(?:\d{1,3}\.){3}\d{1,3}"
_TAIL = r"[^\s<>\"'“”«»（）「」【】、，。；！？|]*"  # of an address, to its end
_REST = rf"(?:(?::\d{{2,5}}|/|\?(?=\w)|\#(?=\w)){_TAIL})"
_SCHEME = re.compile(
    rf"<?(?<![^\W_])(?:[a-z][a-z0-9+.-]{{1,20}}\s?\[?[:：]\]?\s?[/\\／]{{2}}|(?:mailto|magnet|javascript|data|tel|sms)[:：](?=\S))"
    rf"{_TAIL}>?|<?(?<![^\W_])www{_DOT}{_TAIL}>?",
    re.IGNORECASE,
)
_MAIL = re.compile(rf"(?<![a-z0-9.+-])[a-z0-9à-ÿ._%+'-]+{_AT}{_HOST}(?!-)", re.IGNORECASE)
_BARE = re.compile(
    rf"(?<![\w@.$€£-])(?:(?P<host>{_HOST})(?![a-z0-9_@-]|\.[a-z0-9])|(?P<numbers>{_NUMBERS})(?![\d.]))(?P<rest>{_REST})?",
    re.IGNORECASE,
)
_STOPS = ".,;:!?)]}'’*_~"
_EMPTY = re.compile(rf"\s*[(\[（]\s*(?:{LEFT_OUT}\s*)+[)\]）]")
_AGAIN = re.compile(rf"{LEFT_OUT}(?:\s*(?:,|and|&)?\s*{LEFT_OUT})+")


def without_addresses(text: str, *, own: Collection[str | None] = ()) -> str:
    """The text with no address in it but those of `own` (whole, or their bare hosts); a line that held nothing else
    goes. Markdown links become their words. What holds none is the same text."""
    if not _may_hold(text):
        return text
    theirs = {_key(one) for one in own if one}
    theirs |= {host for one in own if one and (host := _key(urlsplit(one).netloc))}
    lines = text.split("\n")
    read = [_line(line, theirs) for line in lines]
    if read == lines:
        return text
    kept = (now for now, line in zip(read, lines, strict=True) if now == line or any(map(str.isalnum, now)))
    return "\n".join(kept)


def _line(line: str, own: Collection[str]) -> str:
    if not _may_hold(line):
        return line
    read = _MARKDOWN.sub(lambda link: f"[{link[1]}]" if link[1].strip().isdigit() else link[1], line)
    read = _SCHEME.sub(lambda found: _kept_or_left_out(found[0], own), read)
    read = _MAIL.sub(LEFT_OUT, read)
    read = _BARE.sub(lambda found: _named(found, own), read)
    if read == line:
        return line
    return _AGAIN.sub(LEFT_OUT, _EMPTY.sub("", read))


def _may_hold(text: str) -> bool:
    return any(sign in text for sign in ".．｡@＠:：") or "。" in text or "[" in text or "(" in text


def _kept_or_left_out(found: str, own: Collection[str]) -> str:
    address = found.strip("<>").rstrip(_STOPS)
    stop = found.rstrip(">")[len(address) + found.startswith("<") :]
    return f"{address if _key(address) in own else LEFT_OUT}{stop}"


def _named(found: re.Match[str], own: Collection[str]) -> str:
    """A host with a path is an address; without one its name is left."""
    host, rest = found["host"], found["rest"] or ""
    if host and not _is_host(host, found["ending"]):
        shorter = _JOINED.sub("", host)
        return found[0] if shorter in ("", host) else _line(shorter, own) + found[0][len(shorter) :]
    whole = found[0].rstrip(_STOPS)
    stop = found[0][len(whole) :]
    if _key(whole) in own:
        return found[0]
    if host is None and not rest:
        return found[0]  # four numbers: a version as well
    if host is None or len(rest.rstrip(_STOPS)) > 1:
        return LEFT_OUT + stop
    return _name(host) + found[0][len(host) :].lstrip("/")


def _name(host: str) -> str:
    """What a host is called: the label ahead of its endings; "Realtor" of "www.Realtor.com", "bbc" of "bbc.co.uk"."""
    labels = [label for label in re.split(_DOT, host, flags=re.IGNORECASE) if label]
    while len(labels) > 2 and _is_ending(".".join(labels[-2:])):
        labels.pop()
    return labels[-2]


def _is_host(host: str, ending: str) -> bool:
    """Whether it ends as hosts do. "ended.It began" are two sentences without their space."""
    joined = ending[:1].isupper() and not host.isupper() and ending.casefold() not in _NO_WORDS
    label = _name(host)
    named = any(map(str.isalpha, label)) or ending.casefold() in _NO_WORDS
    return named and not joined and not _INITIALS.match(host) and _is_ending(ending)


@cache
def _is_ending(name: str) -> bool:
    from tld import is_tld

    name = unicodedata.normalize("NFKC", name).casefold()  # "ｅｘａｍｐｌｅ" leads where "example" does
    return name in _RESERVED or name.startswith("xn--") or bool(is_tld(name))


def _key(address: str) -> str:
    """An address as it is compared: without its scheme, "www." and a stroke at its end."""
    bare = re.sub(r"^[a-z][a-z0-9+.-]*://", "", address.strip(), flags=re.IGNORECASE)
    return bare.removeprefix("www.").rstrip("/").casefold()
