"""Italian."""

from language.reading import Asking, Bylines, Pages, Reading, Replies, Wanting, words

READING = Reading(
    asking=Asking(
        amount=("quant[oaie]",),
        date=("quando",),
        person=("^chi",),
    ),
    replies=Replies(
        sources=("font[ei]",),
        according=("secondo",),
        lists=("fonti",),
        answers=("risposta",),
        joined=("e",),
    ),
    pages=Pages(
        minutes=("minuti",),
        not_found=(r"pagina\s+non\s+trovata",),
        agree=("accetta", "rifiuta"),
        demands=(r"contenuto\s+riservato",),
        more=(r"continua\s+a\s+leggere",),
        page=("pagina",),
        of=("di",),
        updated=("aggiornat",),
        leaving=("disiscri", r"annulla\w*\s+l.iscrizione", r"nel\s+(?:tuo\s+)?browser"),
        interface=words("""
            pubblicità condividi stampa commenta commenti abbonati iscriviti leggi letti correlati
        """),
        fillers=words("""
            anche altri articolo articoli con di e gli i il in la le notizie nostra nostro per più
            questo questa qui su tutti
        """),
    ),
    bylines=Bylines(
        title=("titolo",),
        outlet=("fonte",),
        authors=("autore",),
        published=("data",),
        language=("lingua",),
        by=("di", "da"),
        label=("pubblicato",),
        fill=("il",),
    ),
    wanting=Wanting(
        of=("della", "di", "del"),
    ),
)
