"""Everything the bot says of itself, by key; the catalogues of `language/locale/` translate it.

`say("busy", "ko")` gives a sentence. What a member is shown follows their own locale; an answer's language
follows the question. Command names are the same everywhere, their descriptions are translated.
"""

from __future__ import annotations

from language.pack import CODES, FALLBACK
from language.translation import translatable, translate

SENTENCES = {
    "no-answer": translatable("Not in this library"),
    "undated": translatable("undated"),
    "dated-by-address": translatable("dated by its address"),
    "and-more": translatable("+ {count}"),
    "more-sources": translatable("{count} more under Quotes"),
    "writing": translatable("still writing …"),
    "found": translatable("{count} articles{days}{outlets}; checking …"),
    "found-one": translatable("1 article{days}{outlets}; checking …"),
    "part": translatable("part {n} of {of}"),
    "cut-off": translatable("The answer broke off here."),
    "asked-as": translatable("Asked as: {question}"),
    "stub": translatable("Quoted directly from the articles (no language model is set)."),
    "model-down": translatable("The model is unavailable right now. Here is what the library says:"),
    "restarting": translatable("I am restarting. Please ask again in a minute."),
    "restarted": translatable("I was restarted before I could answer. Please ask again."),
    "broke-off": translatable("The answer broke off here because I was restarted. Please ask again."),
    "may-continue": translatable("I was restarted here. If the answer does not go on below, please ask again."),
    "deleted": translatable("The answer was deleted."),
    "quotes": translatable("Quotes"),
    "follow-up": translatable("Follow up"),
    "good": translatable("Helpful"),
    "bad": translatable("Not helpful"),
    "delete": translatable("Delete"),
    "thanks": translatable("Thank you, noted."),
    "what-was-wrong": translatable("What was wrong?"),
    "wrong-hint": translatable("For example: an old figure, the wrong person"),
    "feedback-title": translatable("About this answer"),
    "quotes-as-cited": translatable("The quotes, as they were when cited:"),
    "no-quotes": translatable("There are no quotes: this question was not answered."),
    "opening-only": translatable("opening only"),
    "changed": translatable("changed since"),
    "changed-on": translatable("changed since, on {date}"),
    "withdrawn": translatable("withdrawn since"),
    "withdrawn-on": translatable("withdrawn since, on {date}"),
    "corrected-on": translatable("corrected on {date}"),
    "corrected": translatable("corrected since"),
    "forgotten": translatable(
        "This answer is no longer stored here: it is too old, was deleted, or came from another machine. Please "
        "ask again."
    ),
    "not-yours": translatable("Only the person who asked, or a moderator, can delete this answer."),
    "thread-name": translatable("Follow up: {question}"),
    "thread-open": translatable("Ask your next question here; you don't need to mention me."),
    "thread-open-mention": translatable("Ask your next question here, and mention me or reply to me."),
    "thread-mention": translatable(
        "I can only read messages here that mention me. Switch on the @ of your reply, or mention me."
    ),
    "thread-here": translatable("You are already in a thread: just ask here."),
    "no-threads-here": translatable("Threads can't be opened here. Reply to the answer instead."),
    "not-home": translatable("I only answer on the servers that I was set up for."),
    "not-home-member": translatable(
        "I only answer direct messages from members who may ask me on the servers that I was set up for."
    ),
    "no-direct": translatable("I don't answer direct messages. Please ask me on the server."),
    "not-in-this-channel": translatable("I don't answer in this channel. Try {channels}."),
    "not-your-role": translatable("On this server, only members with {roles} can ask."),
    "truth-of-what": translatable(
        "Is what true? Reply to the message that you mean and mention me, or open its menu and choose Apps, Check "
        "this claim."
    ),
    "nothing-asked": translatable("What would you like to know? Please write a question."),
    "too-long": translatable("Your question is too long ({length} characters; limit {most})."),
    "bad-date": translatable("“{date}” is not a date. Use YYYY-MM-DD, for example 2024-01-30."),
    "dates-crossed": translatable("“since” is later than “until”."),
    "one-at-a-time": translatable("I am still working on your last question."),
    "cooldown": translatable("One moment: you can ask again in {seconds} s."),
    "member-allowance": translatable("You've used today's {most} questions. Try again tomorrow."),
    "server-budget": translatable("This server has used up today's budget. Try again tomorrow."),
    "whole-budget": translatable("Today's budget is used up. Try again tomorrow."),
    "busy": translatable("I am busy right now. Please try again in a minute."),
    "unexpected": translatable("Something went wrong on my side (error {id}). The operator can look it up by that id."),
    "failed": translatable("{sentence} (error {id})"),
    "model-off": translatable(
        "The model can't be used right now (error {id}). The operator can look up why by that id."
    ),
    "library-off": translatable(
        "The library can't be read right now (error {id}). The operator can look up why by that id."
    ),
    "forbidden": translatable(
        "Discord doesn't let me do that here (error {id}): I need a permission that an admin can give me."
    ),
    "command-changed": translatable("That command has changed (error {id}). Please reload Discord and try again."),
    "discord-down": translatable("Discord had a problem of its own (error {id}). Please try again in a minute."),
    "may-not-write": translatable(
        "I am not allowed to write in {channel}. I need View Channel, Send Messages and Embed Links there."
    ),
    "slow-mode": translatable(
        "Slow mode keeps me from answering in {channel} right now. Please ask again a little later."
    ),
    "may-not-thread": translatable("I am not allowed to open threads here. I need Create Public Threads."),
    "no-permission": translatable("You need the permission {permission} for that."),
    "guild-only": translatable("That only works on a server."),
    "reported-one": translatable("1 outlet reports it; none contradicts it."),
    "reported": translatable("{count} outlets report it; none contradicts it."),
    "contradicted-one": translatable("1 outlet contradicts this; none supports it."),
    "contradicted": translatable("{count} outlets contradict this; none supports it."),
    "both-ways": translatable("{reported} support this, {contradicted} contradict it."),
    "near": translatable("Here is what the library says about this; judge for yourself whether it settles the claim:"),
    "not-found": translatable("No article in this library supports this, and none contradicts it."),
    "opinion": translatable("This is an opinion: articles can't settle it."),
    "forecast": translatable("This is a forecast: no article can report what has not happened yet."),
    "library-speaks": translatable("This is only what the library's articles say, and articles can be wrong."),
    "no-claim": translatable("I can't find a claim in that message that could be checked."),
    "picture": translatable("I can't read pictures. Please paste the text that I should check."),
    "empty-message": translatable("There is no text in that message that I can read."),
    "sealed-message": translatable(
        "I can't see other members' messages here. Open that message's menu and choose Apps, Check this claim; "
        "then I can read it."
    ),
    "link-held": translatable("That link is in the library:"),
    "link-unknown": translatable("That link is not in the library, and I don't open links for members."),
    "source-found": translatable("These words are from:"),
    "source-part": translatable("Only the words in quotation marks were found; the rest is in no article here."),
    "source-exact": translatable("Word for word."),
    "source-described": translatable("Compared with the picture's description; I can't read the picture."),
    "source-elsewhere": translatable("The words may stand elsewhere: I only know this library's articles."),
    "picture-undescribed": translatable(
        "I can't read pictures, only their descriptions, and there is none here. Please paste the words with `/source`."
    ),
    "unread": translatable("Not read, because I can't read pictures or files: {names}"),
    "only-files": translatable("I can't read pictures or files ({names}). Please write your question as text."),
    "source-share": translatable("{share} % of the words appear there in this order."),
    "excerpt-too-short": translatable("That is too short to find its source. Please give at least {least} words."),
    "excerpt-too-long": translatable("That is too long to find its source. Please give at most {most} words."),
    "search-title": translatable("Passages for “{query}”"),
    "nothing-found": translatable("Nothing found."),
    "library-title": translatable("The library"),
    "library-holds": translatable("{articles} articles in {passages} passages."),
    "library-newest": translatable("Newest article: {date}."),
    "library-empty": translatable("The library has no articles yet."),
    "library-embedding": translatable("Embedding model: {name}."),
    "latest-title": translatable("Newest articles"),
    "several-articles": translatable("{count} articles have that title. Pick one from the list while you type."),
    "no-such-article": translatable("No article matches."),
    "library-elsewhere": translatable("The library can only be changed from its home servers."),
    "library-working": translatable("Working …"),
    "library-progress": translatable("{stage}: {done} of {total}"),
    "library-step": translatable("{stage}: {done}"),
    "library-in-use": translatable("Another change to the library is in progress. Please try again when it is done."),
    "file-too-big": translatable("That file is too large ({size} MB; limit {most} MB)."),
    "file-unread": translatable("That file could not be read. Please upload it again."),
    "file-kind": translatable("I can't read {name}. Supported: {kinds}."),
    "url-or-file": translatable("Give either an address or a file, not both."),
    "bad-address": translatable("“{url}” is not a web address. It must start with https://."),
    "your-question": translatable("Your question about this message"),
    "removed": translatable("Removed: {title}"),
    "nothing-to-refresh": translatable("No article in the library has an address to read it from again."),
    "settings-title": translatable("Settings of this server"),
    "setting-channels": translatable("Channels: {value}"),
    "setting-roles": translatable("Roles: {value}"),
    "setting-language": translatable("Language: {value}"),
    "setting-zone": translatable("Time zone: {value}"),
    "setting-help-line": translatable("Help line: {value}"),
    "setting-quiet": translatable("Quiet: I say nothing in other channels"),
    "setting-quiet-nowhere": translatable("Quiet: no effect while I answer in all channels"),
    "setting-ask": translatable("Questions are answered without a mention in {value}"),
    "setting-ask-off": translatable("No mention needed in {value}: no effect without the Message Content intent"),
    "setting-log": translatable("Log: {value}"),
    "setting-paused": translatable("Paused until {until}"),
    "setting-forum": translatable("Forum {forum}: posts tagged “{tag}” that nobody has answered after {minutes} min"),
    "setting-forum-off": translatable("Without the Message Content intent I read the titles of posts only"),
    "forum-which": translatable("Which forum? Give it together with the tag or the waiting time."),
    "forum-tag-which": translatable("Which tag must a post have? {forum} has these: {tags}."),
    "forum-no-tags": translatable("{forum} has no tags. Please add one there first, for example “Dateline”."),
    "forum-why": translatable(
        "Nobody had answered within {minutes} min, so I did. Whoever wrote the post can remove this with 🗑️."
    ),
    "paused": translatable("I am paused on this server until {until}."),
    "bad-pause": translatable("“{pause}” is not a duration. Use 30m, 1h or 2d (at most 30 days), or off."),
    "blocked": translatable("A moderator has turned off asking for you on this server."),
    "unanswered": translatable("Questions about that are not answered here."),
    "blocked-now": translatable("{member} can't ask me on this server any more. `/moderation unblock` takes it back."),
    "unblocked-now": translatable("{member} can ask me again."),
    "not-blocked": translatable("That member is not blocked."),
    "too-many-blocked": translatable("{most} members are blocked already. Unblock some first."),
    "excluded": translatable(
        "Not answered here from now on: {topic}. Articles that name it are left out of answers, lists and searches."
    ),
    "included": translatable("Answered again: {topic}"),
    "no-topic": translatable("Please give a name or a topic of at least two letters."),
    "not-excluded": translatable("That is not on the list. `/moderation list` shows it."),
    "too-many-topics": translatable("The list has {most} entries already. Take some off first."),
    "moderation-title": translatable("Moderation of this server"),
    "list-blocked": translatable("Members who can't ask: {members}"),
    "list-excluded": translatable("Names and topics that are not answered:"),
    "nobody": translatable("nobody"),
    "nothing-excluded": translatable("none"),
    "delete-which": translatable("Say which answers: give a time, a member or an article."),
    "nothing-to-delete": translatable("There are no such answers on this server."),
    "delete-confirm": translatable("Answers found: {count}. They can't be brought back. Delete them?"),
    "delete-them": translatable("Delete {count}"),
    "delete-progress": translatable("Deleting: {done} of {total}"),
    "delete-standing": translatable(
        "Not deleted: {count}. Either I have no access to their channel, or Discord fails; then I try again after my "
        "next restart."
    ),
    "bad-span": translatable("“{span}” is not a time. Use 30m, 1h or 2d."),
    "everywhere": translatable("all"),
    "automatic": translatable("each member's own"),
    "bad-zone": translatable("Unknown time zone “{zone}”. Use a name like Asia/Seoul or Europe/Berlin."),
    "help-title": translatable("What I do"),
    "help": translatable(
        "I answer from a library of news articles, and every sentence shows its source. If the library doesn't say "
        "it, I don't say it.\n\n"
        "**Ask** with `/ask`, by mentioning me, by replying to me, or in a direct message.\n"
        "**Check** a message: right-click it, *Apps*, *Check this claim*; or reply to it and mention me: “is this "
        "true?”\n"
        "**Find the source** of a quotation: `/source`, or right-click the message, *Apps*, *Find the source*.\n"
        "**Search** without a model: `/search`. **Browse**: `/library latest`, `/library article`.\n\n"
        "Under an answer: **Quotes** shows the articles' own words, **Follow up** opens a thread, 👍 and 👎 tell us "
        "how it was, 🗑️ deletes it if you asked.\n\n"
        "What I store about you: `/privacy`."
    ),
    "privacy-title": translatable("What I store about you"),
    "privacy": translatable(
        "Stored for {days} days: your question, the answer with its citations, the result of its check, your 👍 or "
        "👎 and its reason, and how long it took. A server's moderators may see the reason for a 👎 in their log "
        "channel, without your name. Your name is not stored; your id only as a keyed hash, so that you can have "
        "it forgotten.\n\n"
        "{model}\n\n"
        "Press **Forget my questions** to delete all of it now, or the second button to delete the answers in the "
        "channels as well."
    ),
    "privacy-checked": translatable(
        "When somebody else has a message of yours checked, its text and the result are stored in the same way, as "
        "yours: **Forget my questions** deletes them too, and so does deleting the message. Press **Don't check my "
        "messages** if nobody else may."
    ),
    "privacy-about": translatable(
        "What others ask about a message of yours stays theirs; that it was about yours is deleted in the same ways."
    ),
    "privacy-also": translatable(
        "Also stored: an answer's server, channel and messages, the model and what it cost, and until the answer is "
        "shown whole what Discord gave me to show it with. Whom moderators block is stored by their id until they "
        "are unblocked. What you look up with `/search` or `/source`, greetings and messages in distress are not "
        "stored."
    ),
    "privacy-chroma": translatable("The meaning of what you ask, as numbers, is sent to the search index at {where}."),
    "privacy-tracing": translatable("All that the model is sent is recorded by LangSmith as well."),
    "privacy-local": translatable("Nothing is sent to a model provider."),
    "privacy-model": translatable(
        "Your questions with the messages before them, messages to check, and the articles' passages for them are "
        "sent to the model {model}."
    ),
    "privacy-judge-model": translatable(
        "The question, the answer or the claim to check, and the passages found for it are sent once more to the "
        "judge {judge}, which checks it."
    ),
    "privacy-judge-service": translatable(
        "The question, the answer or the claim to check, and the passages found for it are sent to the judge "
        "{judge} at {where}, which checks it."
    ),
    "privacy-embedding": translatable(
        "What you ask, search or have checked is sent to {embedding}, which finds passages with a similar meaning."
    ),
    "again": translatable("Answer again"),
    "question-deleted": translatable("The question was deleted. Whoever asked it can delete this answer with 🗑️."),
    "question-changed": translatable(
        "The question was changed. Whoever asked it can have it answered again with 🔁, or delete this answer with 🗑️."
    ),
    "question-gone": translatable("The question is gone. 🗑️ deletes this answer."),
    "not-your-question": translatable("Only the person who asked can have this answered again."),
    "answered-again": translatable("Answered again; the earlier answer is deleted."),
    "show": translatable("Show here"),
    "shown-already": translatable("It stands in this channel already."),
    "author-opted-out": translatable("Whoever wrote that message does not want others to have it checked."),
    "opt-out": translatable("Don't check my messages"),
    "opt-in": translatable("Allow checks of my messages"),
    "opted-out": translatable(
        "Others can't have your messages checked any more. What was stored of earlier checks is deleted. "
        "Use /privacy again to change this."
    ),
    "opted-in": translatable("Others can have your messages checked again."),
    "forget": translatable("Forget my questions"),
    "forget-all": translatable("Forget them and delete the answers"),
    "forgot-answers": translatable("Answers deleted: {count}."),
    "forgot-standing": translatable("Answers that I am not allowed to delete: {count}. A moderator can delete them."),
    "log-disliked": translatable("👎 {answer}: {reason}"),
    "log-no-reason": translatable("a reader marked this answer as not helpful and gave no reason."),
    "log-changed": translatable("Answers whose articles have changed since: {count}"),
    "forgot": translatable("Forgotten: your questions ({count}) and your feedback on answers."),
}


def say(key: str, language: str, **values: object) -> str:
    """The sentence of that key in a language (ISO 639-1), in English where there is no catalogue of it."""
    return translate(SENTENCES[key], language, **values)


def language_of_locale(locale: str | None) -> str:
    """The language, one of CODES, for Discord's locale such as "en-GB", "ko" or "zh-CN"."""
    code = (locale or "").lower().split("-")[0]
    return code if code in CODES else FALLBACK


def described(text: str, language: str) -> str | None:
    """A command's description in another language; None where there is none."""
    told = translate(text, language)
    return told if told != text else None
