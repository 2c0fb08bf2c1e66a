from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from ingest.errors import UsageError
from ingest.sources.config import Source, read_sources
from ingest.syncing import sync
from vectorstore.settings import StoreSettings

GOOD = """
sources:
  - name: Harbour Gazette
    url: https://editor:s3cr3t@Gazette.example/feed.xml
    outlet: The Harbour Gazette
    language: en
    tags: [harbour, council]
    every: 1h 30m
    most: 50
    within: 2m
    only: ["/news/", "/*/live"]
    except: /news/sport/*
    text: article.main > div
    remove: [".ad", "#more"]
  - name: Wire
    url: https://wire.example/sitemap.xml
"""


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "sources.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_source_would_lose_what_the_editor_wrote(tmp_path: Path) -> None:
    gazette, wire = read_sources(written(tmp_path, GOOD))
    assert gazette.url == "https://gazette.example/feed.xml"
    assert gazette.credentials is not None
    assert "s3cr3t" not in repr(gazette)
    assert (gazette.outlet, gazette.language, gazette.tags) == ("The Harbour Gazette", "en", ("harbour", "council"))
    assert (gazette.every, gazette.most, gazette.within) == (timedelta(minutes=90), 50, timedelta(minutes=2))
    assert (gazette.text, gazette.remove) == ("article.main > div", (".ad", "#more"))
    assert wire == Source(name="Wire", url="https://wire.example/sitemap.xml")


@pytest.mark.parametrize(
    ("path", "taken"),
    [
        ("/news/harbour", True),
        ("/news/2026/harbour", True),
        ("/town/live", True),
        ("/news/sport/cup", False),
        ("/weather", False),
        ("", False),
    ],
)
def test_a_path_filter_would_take_the_wrong_articles(tmp_path: Path, path: str, taken: bool) -> None:
    gazette, wire = read_sources(written(tmp_path, GOOD))
    assert gazette.takes(f"https://gazette.example{path}?x=/news/a") is taken
    assert wire.takes(f"https://gazette.example{path}")


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (
            "sources:\n  - name: A\n    url: https://a.example/\n    ever: 10m\n  - url: "
            "ftp://b.example/\n    most: 0\n",
            [
                "sources.yaml, line 4: 'ever' is not known; did you mean 'every'?",
                "sources.yaml, line 5: 'name' is missing",
                "sources.yaml, line 5: url: only http:// and https:// addresses are read",
                "sources.yaml, line 6: most: input should be greater than or equal to 1",
            ],
        ),
        (
            "- name: A\n  url: https://a.example/\n- name: A\n  url: https://b.example/\n",
            ["sources.yaml, line 3: the name 'A' is that of line 1 too"],
        ),
        (
            "- name: A\n  url: https://a.example/\n  every: soon\n  within: 1s\n",
            [
                "sources.yaml, line 3: every: write a time such as 30m, 6h or 1d",
                "sources.yaml, line 4: within: write a time between 1m and 366d",
            ],
        ),
        (
            "- name: A\n  url: https://a.example/\n  text: 'div >'\n  only: news\n",
            [
                "sources.yaml, line 3: text: 'div >' is not a CSS selector",
                "sources.yaml, line 4: only: a path begins with \"/\": 'news'",
            ],
        ),
        (
            "- https://a.example/\n",
            ["sources.yaml, line 1: a source is a list of keys and values, such as name: and url:"],
        ),
        ("sources: {}\n", ['sources.yaml: it must hold a list under "sources:"']),
        ("", ['sources.yaml: it must hold a list under "sources:"']),
        (
            "- name: A\n  url: https://a.example/\n  url: https://b.example/\n- name: C\n  url: https://B.example\n",
            [
                "sources.yaml, line 3: 'url' is given twice",
                "sources.yaml, line 4: the address is that of line 1 too: one source can take it all",
            ],
        ),
        (
            "- name: 2024-01-30\n  url: https://a.example/\n  language: English\n  tags: 3\n",
            [
                "sources.yaml, line 1: name: write a text, in quotes where it looks like a number, a date or a yes",
                "sources.yaml, line 3: language: write two or three small letters, such as en",
                "sources.yaml, line 4: tags: write a list, such as [one, two]",
            ],
        ),
        (
            "- name: A\n  url: https://a.example/\n  outlet: 2024-13-45\n",
            ["sources.yaml: month must be in 1..12: put quotes around such a value"],
        ),
        ("- name: A\n\turl: b\n", ["sources.yaml, line 2: not valid YAML (indent with spaces, not with tabs)"]),
        (
            "sources:\n  - name: [\n",
            ["sources.yaml, line 3: not valid YAML (expected the node content, but found '<stream end>')"],
        ),
        (
            "- !!python/object/apply:os.system ['true']\n",
            [
                "sources.yaml, line 1: not valid YAML (could not determine a constructor for the tag "
                "'tag:yaml.org,2002:python/object/apply:os.system')"
            ],
        ),
    ],
    ids=[
        "several",
        "same name",
        "times",
        "filters",
        "a bare url",
        "no list",
        "empty",
        "twice",
        "kinds",
        "no date",
        "a tab",
        "no yaml",
        "yaml that runs code",
    ],
)
def test_a_mistake_would_be_told_without_its_line_or_only_after_the_run(
    tmp_path: Path, text: str, lines: list[str]
) -> None:
    with pytest.raises(UsageError) as error:
        read_sources(written(tmp_path, text))
    assert str(error.value).splitlines() == lines
    assert error.value.exit_code == 2


def test_a_password_in_a_wrong_address_would_be_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as error:
        read_sources(written(tmp_path, "- name: A\n  url: https://u:s3cr3t@0x7f.1/\n"))
    assert "s3cr3t" not in str(error.value)


def test_sources_of_two_files_that_share_a_name_would_take_each_others_articles(tmp_path: Path) -> None:
    files = []
    for word in ("north", "south"):
        files.append(tmp_path / f"{word}.yaml")
        files[-1].write_text(f"- name: Desk\n  url: https://u:s3cr3t@{word}.example/feed\n", encoding="utf-8")
    with pytest.raises(UsageError) as error:
        sync(files, settings=StoreSettings(dateline_data=tmp_path / "data"))
    assert str(error.value) == (
        "Two sources are called Desk (https://north.example/feed and https://south.example/feed): "
        "give each a name of its own."
    )
    assert not (tmp_path / "data").exists()
