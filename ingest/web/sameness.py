"""Which addresses are the same article: what is left of a URL without what only tells how it was reached."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from ingest.web.addresses import web_address
from ingest.web.errors import Refused

# Parameters that name a campaign, a click or a reader, by the names that advertisers' own documents give them.
# "ref", "id" and the like are not among them: they may well name the article.
_TRACKING = re.compile(
    r"(?:utm|mtm|pk|piwik|matomo|hsa|oly|vero|wt|itm)_.*|at_(?:medium|campaign|link.*|custom.*|bbc.*|format|ptr.*)"
    r"|fbclid|gclid|dclid|msclkid|yclid|twclid|ttclid|igshid|igsh|wbraid|gbraid|gclsrc|mc_cid|mc_eid|_ga|_gl|_hsenc|_hsmi|mkt_tok"
    r"|ncid|cmpid|cmp|ocid|smid|smtyp|xtor|xtref|spm|ref_src|ref_url|__twitter_impression|partner|guccounter|guce_referrer.*",
    re.I,
)
_AMP_VALUES = {("amp", "1"), ("amp", "true"), ("amp", ""), ("outputtype", "amp"), ("output", "amp"), ("view", "amp")}
_MOBILE = re.compile(r"^(?:www\d?|m|mobile|amp)\.(?=[^.]+\.[^.]+)|(?<=^en)\.m(?=\.)|(?<=^[a-z]{2})\.m(?=\.)")
_AMP_END = re.compile(r"(?:/amp|\.amp|\.amp\.html|/amp\.html)$")
_INDEX = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?)$")
_CACHE = re.compile(r"^/(?:[cv]/)?(?:s/)?(?P<rest>[^/]+\.[^/]+/.*)$")


def same_address(url: str) -> str:
    """A form that all addresses of one article share, to be compared; it need not be one that answers.

    Without the scheme, "www.", mobile and AMP variants, tracking parameters, index pages and a trailing slash;
    the other parameters in order. An address that can't be read is returned as it is.
    """
    try:
        clean, _ = web_address(url)
    except Refused:
        return url
    clean = _from_cache(clean)
    parts = urlsplit(clean)
    host = parts.netloc.lower()
    for _ in range(2):
        host = _MOBILE.sub("", host)
    path = re.sub(r"/{2,}", "/", unquote(parts.path))
    path = path.removeprefix("/amp") if path.startswith("/amp/") else path
    for pattern in (_AMP_END, _INDEX):
        path = pattern.sub("", path.rstrip("/"))
    kept = [
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if not _TRACKING.fullmatch(name) and (name.lower(), value.lower()) not in _AMP_VALUES
    ]
    query = urlencode(sorted(kept))
    return f"{host}{path.rstrip('/')}{'?' + query if query else ''}"


def without_tracking(url: str) -> str:
    """The address to store and to link to: as given, less tracking parameters. Raises Refused."""
    clean, _ = web_address(_from_cache(web_address(url)[0]))
    parts = urlsplit(clean)
    kept = [(n, v) for n, v in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.fullmatch(n)]
    if len(kept) == len(parse_qsl(parts.query, keep_blank_values=True)):
        return clean
    return parts._replace(query=urlencode(kept)).geturl()


def _from_cache(url: str) -> str:
    """The publisher's address out of an AMP cache's."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    path = parts.path
    if host.endswith(".cdn.ampproject.org"):
        found = _CACHE.match(path)
    elif re.fullmatch(r"(?:www\.)?google\.[a-z.]+", host) and path.startswith("/amp/"):
        found = _CACHE.match(path.removeprefix("/amp"))
    else:
        return url
    return f"https://{found['rest']}{'?' + parts.query if parts.query else ''}" if found else url
