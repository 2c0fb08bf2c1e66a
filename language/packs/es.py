"""Spanish."""

from language.pack import Pack, Questions, Talk, phrases, words

PACK = Pack(
    code="es",
    name="español",
    reviewed=False,
    function_words=words(
        """
        el la los las un una unos unas de del al a ante con contra desde en entre hacia hasta para por según
        sin sobre y o u e que qué quien quién quiénes cual cuál cuáles cuando cuándo donde dónde como cómo
        cuanto cuánto cuántos cuántas cuánta es son fue fueron era eran ser está están se su sus lo le les
        no más muy ya ha han había
        """
    ),
    talk=Talk(
        greetings=phrases(
            """
            hola
            hola a todos
            buenos días
            buenas tardes
            buenas noches
            buenas
            qué tal
            """
        ),
        thanks=phrases(
            """
            gracias
            muchas gracias
            mil gracias
            muchísimas gracias
            """
        ),
        farewells=phrases(
            """
            adiós
            hasta luego
            hasta mañana
            nos vemos
            """
        ),
    ),
    questions=Questions(
        openings=phrases(
            """
            quién es
            quién era
            quién fue
            quién ha
            quiénes son
            quiénes fueron
            qué es
            qué fue
            qué ha
            qué hay
            qué pasó
            qué pasa
            qué ocurrió
            qué dijo
            qué hizo
            cuál es
            cuál fue
            cuáles son
            cuándo es
            cuándo fue
            cuándo se
            dónde está
            dónde fue
            dónde se
            por qué
            cómo se
            cómo fue
            cómo está
            cuántas personas
            cuántos años
            cuánto cuesta
            cuánto dinero
            hay alguna
            a quién
            en qué
            de qué
            """
        )
    ),
)
