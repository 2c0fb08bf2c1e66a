"""Links as people paste them: two that lead to one page are one."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit

# Parameters that tell where a reader came from and change nothing of what is read.
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|igshid|mc_[ce]id|ref|ref_src|smid|cmpid|ocid|share\w*", re.IGNORECASE)


def bare(url: str) -> str:
    """An address without what does not change the page: scheme, www., m., tracking, fragment, last slash."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
        port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    except ValueError:
        return url
    given = parse_qsl(parts.query) if parts.query else []
    query = [(name, value) for name, value in given if not _TRACKING.fullmatch(name)]
    return f"{host}{port}{parts.path.rstrip('/')}{'?' + urlencode(sorted(query)) if query else ''}"
