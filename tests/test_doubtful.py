"""`dateline library doubtful` as an editor uses it: the list, decisions that last, and rules for a source."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from ingest.dates import readings
from ingest.errors import UsageError
from ingest.syncing import sync
from vectorstore.errors import DatelineError
from vectorstore.library import Library
from vectorstore.settings import StoreSettings

STORY = (
    "The market hall of Ostby sold more perch in December than in the whole year before, and the price rose to "
    "nineteen crowns a kilo.\n\nFishermen said on Friday that the ice had come late, so that their nets lay out for "
    "five weeks longer than they do in other winters. The council wants to count the boats again in spring, and to "
    "ask the harbour master for a report on the landing stage, which nobody has mended since the flood.\n"
)

Run = Callable[..., str]


@pytest.fixture
def run(settings: StoreSettings, monkeypatch: pytest.MonkeyPatch) -> Run:
    """`dateline library doubtful …` in this process: what it printed. Its errors are raised."""
    monkeypatch.setenv("DATELINE_DATA", str(settings.dateline_data))
    monkeypatch.setenv("EMBEDDING", "local:minilm")

    def dateline(*arguments: str | Path, command: str = "doubtful") -> str:
        done = CliRunner().invoke(app, ["library", command, *map(str, arguments)])
        if isinstance(done.exception, DatelineError):
            raise done.exception
        assert done.exit_code == 0, done.output
        return done.stdout

    return dateline


def listed(run: Run, *options: str) -> dict[str, tuple[str, str | None]]:
    """By article and kind: reason and guess."""
    found = json.loads(run(*options, "--json"))["doubtful"]
    return {f"{one['article']} {one['kind']}": (one["reason"], one["guess"]) for one in found}


def day_of(settings: StoreSettings, article_id: str) -> tuple[str | None, str | None]:
    with Library.open(settings) as library:
        found = library.article(article_id)
        assert found is not None
        return f"{found.published:%Y-%m-%d}" if found.published else None, found.published_how


def written(day: str, title: str = "Perch is dear") -> str:
    return f"---\ntitle: {title}\ndate: {day}\n---"


def body_of(name: str) -> str:
    """A text of 70 words that no other has."""
    return STORY if name == "perch" else " ".join(f"The {name}s of lake {name}{n} are dear." for n in range(10, 24))


def folder(tmp_path: Path, name: str = "desk", **files: str) -> Path:
    place = tmp_path / name
    place.mkdir(exist_ok=True)
    for file, head in files.items():
        (place / f"{file}.md").write_text(f"{head}\n\n{body_of(file)}", encoding="utf-8")
    return place


@pytest.mark.parametrize("day", ["03/04/2024", "3-4-2024", "03/04/2024 10:15", "03/04/24", "0３/04/2024, 10:15 Uhr"])
def test_a_date_that_may_be_two_days_is_known_for_one(day: str) -> None:
    found = readings(day)
    assert (found["D/M/Y"], found["M/D/Y"]) == (date(2024, 4, 3), date(2024, 3, 4))


@pytest.mark.parametrize(
    "day", ["30/01/2024", "04/04/2024", "2024-04-03", "3. 4. 2024", "1/2 2024", "3/4", "", "9/9/99x"]
)
def test_a_date_that_can_be_one_day_only_is_none(day: str) -> None:
    assert readings(day) == {}


FORMS = {
    "perch.md": written("03/04/2024"),
    "pike.txt": "Datum: 03/04/2024\n",
    "bream.html": "<html lang=en><title>Bream is not</title><meta name=date content=03/04/2024><body><article>",
}


def test_a_date_that_may_be_two_days_is_on_the_list_with_our_guess(
    run: Run, tmp_path: Path, settings: StoreSettings
) -> None:
    place = folder(tmp_path)
    for name, head in FORMS.items():
        body = body_of(name.partition(".")[0])
        paragraphs = "".join(f"<p>{part}</p>" for part in body.split("\n\n"))
        (place / name).write_text(head + (paragraphs if name.endswith("html") else f"\n{body}"))
    record = {"title": "Carp", "date": "03/04/2024", "text": body_of("carp")}
    (place / "more.jsonl").write_text(json.dumps(record) + "\n")
    sync([place], settings=settings)
    found = listed(run, "--kind", "date")
    assert len(found) == 4
    for name, (reason, guess) in found.items():
        assert ("2024-04-03 or 2024-03-04" in reason, guess) == (True, "2024-04-03"), name
    assert day_of(settings, "perch.md") == (None, None), "it is not taken before somebody says so"


def test_the_guess_is_the_day_that_the_files_name_holds_and_never_one_that_lies_ahead(
    run: Run, tmp_path: Path, settings: StoreSettings
) -> None:
    files = {"perch-2024-03-04": written("03/04/2024"), "pike": written("01/02/2190")}
    sync([folder(tmp_path, **files)], settings=settings)
    guesses = {name: guess for name, (_, guess) in listed(run, "--kind", "date").items()}
    assert guesses == {"perch-2024-03-04.md date": "2024-03-04", "pike.md date": None}


def test_what_is_accepted_takes_our_guess_and_is_not_told_again(
    run: Run, tmp_path: Path, settings: StoreSettings
) -> None:
    place = folder(tmp_path, perch=written("03/04/2024"), pike=written("05/06/2024", title="Pike is dearer"))
    assert len(sync([place], settings=settings).doubtful) == 2
    assert "Accepted 1 article; 1 got the day that we guessed" in run("accept", "perch.md")
    assert day_of(settings, "perch.md") == ("2024-04-03", "set by the editor")
    assert list(listed(run)) == ["pike.md date"]
    run("accept", "--all")
    assert "Nothing is doubtful." in run()
    for name in ("perch", "pike"):
        (place / f"{name}.md").write_text((place / f"{name}.md").read_text() + "\nOne more sentence came in later.\n")
    again = sync([place], settings=settings)
    assert (again.updated, again.doubtful, again.undated) == (2, (), 0)
    assert "Nothing is doubtful." in run()


def test_what_was_told_once_is_told_no_second_time_but_stays_on_the_list(
    run: Run, tmp_path: Path, settings: StoreSettings
) -> None:
    place = folder(tmp_path, perch="# Perch is dear")
    first = sync([place], settings=settings)
    assert [one.reason for one in first.doubtful] == ["no date was found that is certain"]
    (place / "perch.md").write_text(f"# Perch is dear\n\n{STORY}\nOne more sentence came in later.\n")
    second = sync([place], settings=settings)
    assert (second.updated, second.doubtful) == (1, ())
    assert list(listed(run)) == ["perch.md date"]


def test_another_doubt_of_a_decided_article_is_told(run: Run, tmp_path: Path, settings: StoreSettings) -> None:
    place = folder(tmp_path, perch="# Perch is dear")
    sync([place], settings=settings)
    run("accept", "perch.md")
    (place / "perch.md").write_text(f"# Perch is dear\n\n{STORY[:140]}\n")
    assert [one.reason for one in sync([place], settings=settings).doubtful] == ["only 25 words"]
    assert [one.rpartition(" ")[2] for one in listed(run)] == ["length"]


def test_what_a_source_mends_itself_leaves_the_list(run: Run, tmp_path: Path, settings: StoreSettings) -> None:
    place = folder(tmp_path, perch=written("03/04/2024"))
    sync([place], settings=settings)
    folder(tmp_path, perch=written("2024-04-03"))
    sync([place], settings=settings)
    assert "Nothing is doubtful." in run()


def test_many_are_set_at_once(run: Run, tmp_path: Path, settings: StoreSettings) -> None:
    place = folder(tmp_path, perch="# Perch is dear", pike="# Pike is dearer", bream="# Bream is not")
    sync([place], settings=settings)
    assert run("set", "perch.md", "pike.md", "--published", "2024-01-12") == "Set published of 2 articles.\n"
    assert list(listed(run)) == ["bream.md date"]
    run("set", "--source", str(place), "--published", "2024-01-13")
    assert [day_of(settings, f"{one}.md")[0] for one in ("perch", "pike", "bream")] == [
        "2024-01-12", "2024-01-12", "2024-01-13",
    ]  # fmt: skip


def test_a_date_set_by_library_set_leaves_the_list_and_comes_back_when_it_is_cleared(
    run: Run, tmp_path: Path, settings: StoreSettings
) -> None:
    place = folder(tmp_path, perch=written("03/04/2024"))
    sync([place], settings=settings)
    run("perch.md", "--published", "2024-04-03", command="set")
    assert "Nothing is doubtful." in run()
    run("perch.md", "--clear", "published", command="set")
    assert len(sync([place], settings=settings).doubtful) == 1
    assert list(listed(run)) == ["perch.md date"]


@pytest.mark.parametrize(("order", "day"), [("d/m/y", "2024-04-03"), ("M/D/Y", "2024-03-04")])
def test_a_rule_dates_what_a_source_gave_and_what_it_will_give(
    order: str, day: str, run: Run, tmp_path: Path, settings: StoreSettings
) -> None:
    place, other = folder(tmp_path, perch=written("03/04/2024")), folder(tmp_path, "other", carp=written("03/04/2024"))
    sync([place, other], settings=settings)
    assert f"dates are {order.upper()}. 1 article dated by it" in run("rule", place, "--dates", order)
    assert day_of(settings, "perch.md") == (day, f"{order.upper()} by rule")
    assert list(listed(run)) == ["carp.md date"], "of another source nothing is said"
    folder(tmp_path, pike=written("03/04/2024", title="Pike is dearer"), perch=written("03/04/2024", title="Perch"))
    again = sync([place], settings=settings)
    assert (again.added, again.updated, again.doubtful, again.undated) == (1, 1, (), 0)
    assert [day_of(settings, f"{one}.md")[0] for one in ("perch", "pike")] == [day, day]


def test_a_rule_leaves_what_is_certain_or_set_by_the_editor(run: Run, tmp_path: Path, settings: StoreSettings) -> None:
    place = folder(tmp_path, perch=written("2024-03-04"), pike=written("03/04/2024"), bream=written("30/01/2024"))
    sync([place], settings=settings)
    run("set", "pike.md", "--published", "2024-03-04")
    run("rule", place, "--dates", "D/M/Y")
    assert [day_of(settings, f"{one}.md")[0] for one in ("perch", "pike", "bream")] == [
        "2024-03-04", "2024-03-04", "2024-01-30",
    ]  # fmt: skip


def test_a_rule_that_is_changed_or_forgotten_changes_what_it_dated(
    run: Run, tmp_path: Path, settings: StoreSettings
) -> None:
    place = folder(tmp_path, perch=written("03/04/2024"))
    sync([place], settings=settings)
    run("rule", place, "--dates", "D/M/Y")
    run("rule", place, "--dates", "M/D/Y")
    assert day_of(settings, "perch.md")[0] == "2024-03-04"
    run("rule", place, "--clear")
    assert day_of(settings, "perch.md") == (None, None)
    assert len(sync([place], settings=settings).doubtful) == 1


def test_a_rule_goes_along_when_its_folder_is_renamed(run: Run, tmp_path: Path, settings: StoreSettings) -> None:
    place = folder(tmp_path, perch=written("2024-03-04"), pike=written("03/04/2024", title="Pike is dearer"))
    sync([place], settings=settings)
    run("rule", place, "--dates", "M/D/Y")
    place.rename(tmp_path / "moved")
    folder(tmp_path, "moved", bream=written("05/06/2024", title="Bream is not"))
    sync([tmp_path / "moved"], settings=settings)
    assert day_of(settings, "bream.md")[0] == "2024-05-06"


REFUSED = [
    (["rule", "Gazzete", "--dates", "D/M/Y"], "No source is called 'Gazzete'"),
    (["rule", "desk", "--dates", "Y-M-D"], "write one of D/M/Y, M/D/Y, Y/M/D"),
    (["rule", "desk"], "--dates D/M/Y, or --clear"),
    (["--kind", "colour"], "write one of date, title"),
    (["accept"], "Say what to accept"),
    (["set", "perch.md"], "Say what to set"),
    (["set", "--published", "2024-01-12"], "Say of which"),
    (["set", "perch.md", "--published", "03/04/2024"], "is not a valid date"),
]


def test_what_cannot_be_meant_is_refused_in_a_sentence(run: Run, tmp_path: Path, settings: StoreSettings) -> None:
    sync([folder(tmp_path, perch="# Perch is dear")], settings=settings, label="desk")
    for given, says in REFUSED:
        with pytest.raises(UsageError, match=says):
            run(*given)
    assert list(listed(run)) == ["perch.md date"]


def test_a_dry_run_notes_no_doubt(run: Run, tmp_path: Path, settings: StoreSettings) -> None:
    place = folder(tmp_path, perch="# Perch is dear")
    sync([place], settings=settings)
    folder(tmp_path, pike="# Pike is dearer")
    (place / "perch.md").write_text(f"# Perch is dear\n\n{STORY}\nOne more sentence came in later.\n")
    assert [one.source for one in sync([place], settings=settings, dry_run=True).doubtful] == ["pike.md"]
    assert list(listed(run)) == ["perch.md date"]


def test_a_year_of_two_digits_is_read_by_a_rule_only() -> None:
    assert readings("24/01/12")["Y/M/D"] == date(2024, 1, 12)
    assert readings("30/01/97") == {"D/M/Y": date(1997, 1, 30)}
