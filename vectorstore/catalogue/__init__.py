"""The catalogue: the one SQL database that is the truth about articles, passages and vectors.

Rows of articles and passages carry the generations between which they live: a row is visible at
generation g when `added <= g` and it is not `removed` at or before g. A writer stages rows for the
generation after the current one; raising the current number in one transaction makes them visible and
takes the replaced ones away. What a crash left staged is discarded by the next writer.

All functions take a connection from `Catalogue.reading()` (a snapshot: one transaction) or `connected()`.
"""

from __future__ import annotations

from vectorstore.catalogue.cache import (
    VectorRows,
    all_vectors,
    articles_wanting,
    cached_dimensions,
    count_new,
    drop_spare_vectors,
    drop_unused_vectors,
    ended_keys,
    gone_ids,
    held_keys,
    keep_vectors,
    lacks_vectors,
    left_to_embed,
    missing_vectors,
    new_vectors,
    sample_ids,
    sample_vectors,
)
from vectorstore.catalogue.changes import revisions
from vectorstore.catalogue.current import State, has_state, set_state, state
from vectorstore.catalogue.database import (
    FILE,
    Catalogue,
    damage,
    joined,
    plain_errors,
    roll_back,
    settle,
    transaction,
)
from vectorstore.catalogue.doubts import (
    date_rules,
    decide_doubts,
    keep_doubts,
    open_doubts,
    rename_source,
    reopen_doubts,
    set_date_rule,
    untold_doubts,
    written_dates,
)
from vectorstore.catalogue.likeness import alike, copies, drop_bands_of_ended, keep_bands, orphans
from vectorstore.catalogue.reports import keep_run, run, runs
from vectorstore.catalogue.shown import (
    Known,
    Noted,
    article,
    article_ids_by_url,
    articles,
    copy_of,
    count,
    count_held_passages,
    count_passages,
    count_undated,
    counts,
    counts_of_staged,
    held_ids,
    known,
    newest,
    noted,
    passage_ids,
    passage_rows,
    passages_by_row,
    passages_of,
    published_between,
    undated,
    undated_of_staged,
    whole,
)
from vectorstore.catalogue.staging import (
    discard_staged,
    make_current,
    note_source,
    outdated,
    rebuild_fulltext,
    rename_root,
    stage_article,
    stage_new,
    stage_passages,
    stage_removal,
    staged_anything,
    unstage_rows,
)
from vectorstore.catalogue.titles import addresses, keyed, linked, titled
from vectorstore.catalogue.web import (
    address,
    addresses_due,
    addresses_gone,
    addresses_removed,
    articles_by_source,
    forget_source,
    held_until,
    keep_addresses,
    keep_held,
    keep_robots,
    keep_source_runs,
    next_due,
    robots,
    source_names,
    source_runs,
)

__all__ = [
    "FILE", "Catalogue", "Known", "Noted", "State", "VectorRows", "address", "addresses", "addresses_due",
    "addresses_gone", "addresses_removed", "alike", "all_vectors", "article", "article_ids_by_url", "articles",
    "articles_by_source", "articles_wanting", "cached_dimensions", "copies", "copy_of", "count", "count_held_passages",
    "count_new", "count_passages", "count_undated", "counts", "counts_of_staged", "damage", "date_rules",
    "decide_doubts", "discard_staged", "drop_bands_of_ended", "drop_spare_vectors", "drop_unused_vectors", "ended_keys",
    "forget_source", "gone_ids", "has_state", "held_ids", "held_keys", "held_until", "joined", "keep_addresses",
    "keep_bands", "keep_doubts", "keep_held", "keep_robots", "keep_run", "keep_source_runs", "keep_vectors", "keyed",
    "known", "lacks_vectors", "left_to_embed", "linked", "make_current", "missing_vectors", "new_vectors", "newest",
    "next_due", "note_source", "noted", "open_doubts", "orphans", "outdated", "passage_ids", "passage_rows",
    "passages_by_row", "passages_of", "plain_errors", "published_between", "rebuild_fulltext", "rename_root",
    "rename_source", "reopen_doubts", "revisions", "robots", "roll_back", "run", "runs", "sample_ids", "sample_vectors",
    "set_date_rule", "set_state", "settle", "source_names", "source_runs", "stage_article", "stage_new",
    "stage_passages", "stage_removal", "staged_anything", "state", "titled", "transaction", "undated",
    "undated_of_staged", "unstage_rows", "untold_doubts", "whole", "written_dates",
]  # fmt: skip
