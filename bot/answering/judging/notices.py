"""What a reader is told of the judge, in the question's language."""

from __future__ import annotations

from bot.answering.answer import Note
from bot.answering.judging.proof import Proof
from language.pack import FALLBACK

_CANT_READ = {
    "en": "Checked by words alone: the judge ({judge}) did not pass its reading exam.",
    "ko": "단어 대조로만 확인했습니다. 판정 모델({judge})이 독해 시험을 통과하지 못했습니다.",
    "zh": "仅按词句核对：评判模型（{judge}）未通过阅读测试。",
    "es": "Comprobado solo por las palabras: el juez ({judge}) no superó su examen de lectura.",
    "de": "Nur am Wortlaut geprüft: Der Prüfer ({judge}) hat seine Leseprüfung nicht bestanden.",
    "fr": "Vérifié sur les mots seuls : le juge ({judge}) n'a pas réussi son examen de lecture.",
}
_NOT_ASKED = {
    "en": "Checked by words alone: the judge ({judge}) gave no usable answer just now.",
    "ko": "단어 대조로만 확인했습니다. 판정 모델({judge})이 지금 쓸 수 있는 답을 주지 않았습니다.",
    "zh": "仅按词句核对：评判模型（{judge}）此刻没有给出可用的回答。",
    "es": "Comprobado solo por las palabras: el juez ({judge}) no dio ahora una respuesta utilizable.",
    "de": "Nur am Wortlaut geprüft: Der Prüfer ({judge}) gab eben keine brauchbare Antwort.",
    "fr": "Vérifié sur les mots seuls : le juge ({judge}) n'a pas donné de réponse utilisable.",
}
_IN_PART = {
    "en": "{count} of {all} sentences were checked by words alone: the judge ({judge}) left them out.",
    "ko": "{all}개 문장 중 {count}개는 단어 대조로만 확인했습니다. 판정 모델({judge})이 답하지 않았습니다.",
    "zh": "{all} 句中有 {count} 句仅按词句核对：评判模型（{judge}）未作判断。",
    "es": "{count} de {all} frases se comprobaron solo por las palabras: el juez ({judge}) no las valoró.",
    "de": "{count} von {all} Sätzen sind nur am Wortlaut geprüft: Der Prüfer ({judge}) ließ sie aus.",
    "fr": "{count} phrases sur {all} ont été vérifiées sur les mots seuls : le juge ({judge}) les a laissées.",
}
_CHECKED = {
    "en": "Checked by the judge: {judge}.",
    "ko": "판정: {judge}.",
    "zh": "核对者：{judge}。",
    "es": "Comprobado por el juez: {judge}.",
    "de": "Geprüft vom Prüfer: {judge}.",
    "fr": "Vérifié par le juge : {judge}.",
}
_OWN_WORDS = {
    "en": "The library's own words on this:",
    "ko": "이에 관한 기사 원문입니다:",
    "zh": "资料库中的原文如下：",
    "es": "Esto dice la biblioteca con sus propias palabras:",
    "de": "Dazu die Bibliothek im Wortlaut:",
    "fr": "Voici ce que dit la bibliothèque, mot pour mot :",
}


def judge_notes(proof: Proof | None, *, language: str) -> tuple[Note, ...]:
    """Who judged: the judge's name, or that words decided where it was to; nothing where nobody was to judge."""
    if proof is None or not (proof.by_judge or proof.left_to_words):
        return ()
    if not proof.left_to_words:
        sentences = _CHECKED
    elif proof.cant_read:
        sentences = _CANT_READ
    else:
        sentences = _NOT_ASKED if proof.words_alone else _IN_PART
    told = _in(sentences, language).format(judge=proof.judge, count=proof.by_words, all=proof.by_words + proof.by_judge)
    return (Note(kind="judge", text=told),)


def own_words_note(language: str) -> Note:
    """What stands ahead of quotes that are shown instead of an answer."""
    return Note(kind="quotes", text=_in(_OWN_WORDS, language))


def _in(sentences: dict[str, str], language: str) -> str:
    return sentences.get(language, sentences[FALLBACK])
