"""Spanish."""

from language.pack import Pack, Questions, Statements, Talk, phrases, words

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
    statements=Statements(
        denying=words(
            """
            niega negó niegan negaron negar negado negando desmiente desmintió desmienten desmintieron desmentido
            desmentir descarta descartó descartan descartaron descartado descartar refuta refutó refutaron sin
            improbable imposible evitó evitaron impidió impidieron tampoco ni
            """
        )
        | phrases(
            """
            no hay pruebas
            no hay prueba
            no hay evidencia
            no hay evidencias
            no hay indicios
            sin pruebas
            ninguna prueba
            rechazó que
            rechaza que
            rechazaron que
            rechazó las acusaciones
            se negó a
            se niega a
            se negaron a
            en lugar de
            en vez de
            sin que
            """
        ),
        refuting=words(
            """
            falso falsa falsos falsas falsamente bulo bulos mito mitos mentira mentiras infundado infundada infundados
            inventado inventada desinformación incierto incorrecto incorrecta patraña montaje
            """
        )
        | phrases(
            """
            no es cierto
            no es verdad
            """
        ),
        doubting=words(
            """
            duda dudan dudó dudaron dudas dudoso rumor rumores supuestamente presuntamente presunto presunta presuntos
            supuesto supuesta aparentemente sospecha sospechan sospechó sospechas teme temen temió temieron temor
            temores cree creen creyó creía piensa piensan opina opinan quizá quizás posiblemente probablemente acusa
            acusó acusan acusaron acusado acusada acusación acusaciones asegura aseguró especula especulación
            especulaciones parece parecen espera esperan advierte advirtió habría habrían
            """
        )
        | phrases(
            """
            al parecer
            tal vez
            afirma haber
            sin confirmar
            no confirmado
            no confirmada
            """
        ),
        asking=words(
            """
            si acaso
            """
        )
        | phrases(
            """
            se pregunta
            preguntó si
            pregunta si
            preguntan si
            es verdad que
            es cierto que
            """
        ),
        conditioning=words(
            """
            si sería serían hubiera hubiese
            """
        )
        | phrases(
            """
            salvo que
            a menos que
            en caso de
            siempre que
            con la condición
            podría haber
            """
        ),
        planning=words(
            """
            planea planean planeó planeaba prevé prevén previsto prevista previstos pretende pretenden pretendía
            quiere quieren quería querían propone propuso proponen propusieron propuesta promete prometió prometieron
            prometen amenaza amenazó amenazan pide pidió piden pidieron exige exigió exigen ordena ordenó ordenan
            ordenaron intenta intentó intentan intentaron estudia estudian considera consideran
            """
        )
        | phrases(
            """
            tiene previsto
            tiene la intención
            va a
            van a
            iba a
            iban a
            trata de
            trató de
            espera que
            esperan que
            aspira a
            para que
            a fin de
            """
        ),
        retracting=words(
            """
            retractarse retractó erróneamente equivocadamente corrección rectificación rectifica rectificó retira
            retiró retiramos
            """
        )
        | phrases(
            """
            se retracta
            se retractó
            versión anterior
            por error
            fe de erratas
            """
        ),
        negations=words(
            """
            no nunca jamás nadie nada ningún ninguno ninguna apenas tampoco poco pocos pocas
            """
        )
        | phrases(
            """
            ya no
            """
        ),
        future=words(
            """
            será serán habrá habrán hará harán tendrá tendrán podrá podrán irá irán dirá vendrá pondrá saldrá
            """
        )
        | phrases(
            """
            va a
            van a
            """
        ),
        possible=words(
            """
            puede pueden podría podrían debe deben debería deberían pudo pudieron
            """
        ),
        past=words(
            """
            era eran fue fueron estaba estaban había habían tenía tenían
            """
        ),
        reporting=words(
            """
            dice dicen dijo dijeron decir dicho según anuncia anunció anunciaron anunciado informa informó informaron
            informado explica explicó explicaron señala señaló comunicó declaró declara añade añadió confirmó confirma
            indicó cuenta contó manifestó escribió
            """
        ),
        binding=phrases(
            """
            porque debido causa causó causado causar consecuencia gracias resultado provocó
            después tras
            antes
            desde
            hasta
            durante
            mientras
            aunque pese
            solo sólo solamente únicamente
            todo toda todos todas cada ambos ambas
            algunos algunas varios varias
            mayoría
            muchos muchas
            mitad
            más de
            menos de
            al menos
            primer primera primero
            último última
            otra vez nuevo
            también
            contra
            sin
            excepto salvo
            dos veces
            una vez
            """
        ),
        grammar=words(
            """
            el la los las un una unos unas lo de del a al ante con contra desde en entre hacia hasta para por según
            sin sobre tras durante y e o u que quien quienes cual cuales cuyo cuya donde cuando como su sus se le les
            me te nos mi es son era eran fue fueron ser sido siendo está están estaba estaban estar estado esté sea ha
            han había habían haber habido haya hay será serán este esta estos estas ese esa eso esto aquel aquella él
            ella ellos ellas muy ya no más pero porque si también además así señor señora
            """
        ),
        prepositions=words(
            """
            de del a al ante con contra desde en entre hacia hasta para por según sin sobre tras durante como
            """
        ),
        agents=words(
            """
            por
            """
        ),
        passives=words(
            """
            es son fue fueron era eran ser sido será serán está están estaba se
            """
        ),
        finite=words(
            """
            es son era eran fue fueron está están estaba estaban ha han había habían hay será serán tiene tienen tenía
            puede pueden hace hizo dice dijo va van debe deben quiere quieren da dio ve vio sabe viene vino pone puso
            sale sea esté haya tenga afecta dirige
            """
        ),
        contrasts=words(
            """
            pero mientras aunque sino
            """
        ),
        joints=words(
            """
            y e o u pero que porque mientras cuando donde como aunque pues sino
            """
        ),
        endings=words(
            """
            ó aron ieron aba aban ía ían ará arán erá erán irá irán
            """
        ),
        pronouns=words(
            """
            él ella ellos ellas su sus le les lo la quien que se
            """
        ),
    ),
)
