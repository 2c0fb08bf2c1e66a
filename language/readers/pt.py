"""Portuguese."""

from language.reading import Asking, Bylines, Corrections, Pages, Reading, Replies, words

READING = Reading(
    asking=Asking(
        amount=("quant[oa]s?",),
        date=("quando",),
        person=("quem",),
    ),
    corrections=Corrections(
        notices=("correção", "versão anterior"),
    ),
    replies=Replies(
        sources=("fontes?",),
        lists=("fontes", "referências"),
        answers=("resposta",),
    ),
    pages=Pages(
        not_found=(r"página\s+não\s+encontrada",),
        agree=("aceitar",),
        sign_in=("entrar",),
        demands=(r"exclusivo\s+para\s+assinantes",),
        updated=("atualizad",),
        leaving=(r"cancelar\s+inscrição", r"no\s+navegador"),
        interface=words("""
            publicidade anúncio compartilhar compartilhe partilhar comentários assine assinar leia lidas
            relacionadas
        """),
        fillers=words("""
            aqui as com da do e em esta este mais matéria na no nossa nosso notícia notícias o os para
            por também uma veja
        """),
    ),
    bylines=Bylines(
        fill=("em",),
    ),
)
