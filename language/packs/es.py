"""Spanish."""

from language.pack import (
    Asking,
    Borders,
    Bylines,
    Corrections,
    Counts,
    Judging,
    Machines,
    Messages,
    Pack,
    Pages,
    Questions,
    Quoting,
    Reading,
    Replies,
    Statements,
    Stock,
    Talk,
    Talks,
    Telling,
    Times,
    Wanting,
    indexed,
    listed,
    named,
    patterns,
    phrases,
    words,
)

PACK = Pack(
    code="es",
    name="español",
    reviewed=False,
    function_words=words(
        """
        alguien algo
        el la los las un una unos unas de del al a ante con contra desde en entre hacia hasta para por según
        sin sobre y o u e que qué quien quién quiénes cual cuál cuáles cuando cuándo donde dónde como cómo
        cuanto cuánto cuántos cuántas cuánta es son fue fueron era eran ser está están se su sus lo le les
        no más muy ya ha han había me mi
        """
    ),
    name_words=words("el la los las del de san santa"),
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
            gracias a todos
            muchas gracias por la ayuda
            te lo agradezco
            se agradece
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
    messages=Messages(
        bots=phrases(
            """
            bot
            dateline
            amigo
            amigos
            todos
            chicos
            """
        ),
        asides=phrases(
            """
            una pregunta
            una pregunta rápida
            tengo una pregunta
            pregunta rápida
            perdón
            perdona
            disculpa
            disculpe
            por curiosidad
            es para …
            para un trabajo …
            bueno
            vale
            ok
            por favor
            un saludo
            saludos
            jaja
            me ayudó mucho
            """
        ),
        openers=phrases(
            """
            me podrías decir
            me puedes decir
            podrías decirme
            puedes decirme
            me podría decir
            podría decirme
            me dices
            dime
            dígame
            sabes
            sabe alguien
            alguien sabe
            quería saber
            quisiera saber
            me gustaría saber
            quiero saber
            me preguntaba
            me pregunto
            explícame
            puedes explicarme
            por favor
            oye
            y
            pero
            """
        ),
        closers=phrases(
            """
            por favor
            gracias
            muchas gracias
            gracias de antemano
            muchas gracias de antemano
            porfa
            saludos
            """
        ),
        praise=phrases(
            """
            buen bot
            buen trabajo
            bien hecho
            muy bien
            genial
            excelente
            perfecto
            buena respuesta
            gran respuesta
            eres genial
            eres el mejor
            qué bueno
            bravo
            increíble
            """
        ),
        insults=phrases(
            """
            eres inútil
            eres un inútil
            eres tonto
            eres estúpido
            eres idiota
            bot inútil
            bot estúpido
            bot tonto
            idiota
            imbécil
            cállate
            vete a la mierda
            qué respuesta tan tonta
            no sirves para nada
            """
        ),
        help=phrases(
            """
            ayuda
            ayúdame
            quién eres
            qué eres
            qué puedes hacer
            qué haces
            cómo funcionas
            cómo funciona esto
            cómo te uso
            qué te puedo preguntar
            comandos
            eres un bot
            """
        ),
        followups=phrases(
            """
            cuéntame más
            dime más
            más
            más detalles
            y luego
            y después
            y entonces
            sigue
            continúa
            estás seguro
            explícalo
            explica eso
            fuente
            fuentes
            y qué
            """
        ),
        news=phrases(
            """
            qué hay de nuevo
            qué novedades hay
            alguna novedad
            hay novedades
            novedades
            hay noticias
            noticias
            las noticias
            últimas noticias
            las últimas noticias
            titulares
            los titulares
            qué pasa
            qué ha pasado
            qué pasó
            qué está pasando
            qué me perdí
            qué me he perdido
            """
        ),
        newest=phrases(
            """
            artículo más reciente
            último artículo
            noticia más reciente
            última noticia
            artículo más nuevo
            """
        ),
        telling=words("trata dice cuenta informa informó publicó hay menciona mencionan"),
        whens=phrases(
            """
            hoy
            de hoy
            ayer
            de ayer
            esta semana
            de esta semana
            este mes
            este año
            la semana pasada
            el mes pasado
            desde …
            últimamente
            ahora
            ahora mismo
            en los últimos …
            en las últimas …
            del día
            de la semana
            """
        ),
        library=phrases(
            """
            cuántas noticias tienes
            cuáles son tus fuentes
            cuándo te actualizaste …
            cuándo fue tu última actualización
            cuándo se actualizó la biblioteca
            desde cuándo hay artículos
            qué sabes de …
            qué sabes sobre …
            los … artículos más recientes
            cuántos artículos tienes
            cuántos artículos hay
            cuántos artículos hay en …
            cuántos artículos conoces
            cuántas fuentes tienes
            cuántos periódicos tienes
            cuántos periódicos lees
            qué periódicos lees
            qué periódicos tienes
            qué periódicos hay en …
            qué medios lees
            qué medios tienes
            qué fuentes usas
            qué fuentes tienes
            qué temas cubres
            qué temas conoces
            """
        ),
        lists=phrases(
            """
            qué … hubo
            qué … ha habido
            lista …
            una lista de …
            haz una lista …
            dame una lista …
            enumera …
            nombra todos …
            nombra todas …
            """
        ),
        summaries=phrases(
            """
            resume …
            resúmeme …
            un resumen de …
            resumen de …
            dame un resumen …
            haz un resumen …
            puedes resumir …
            """
        ),
        timelines=phrases(
            """
            cronología de …
            una cronología de …
            dame una cronología …
            haz una cronología …
            línea de tiempo …
            la cronología de …
            """
        ),
        comparisons=phrases(
            """
            compara …
            una comparación de …
            comparación de …
            cuál es la diferencia entre …
            qué diferencia hay entre …
            """
        ),
        claims=phrases(
            """
            es verdad que …
            es cierto que …
            es verdad …
            es cierto …
            comprueba si …
            verifica si …
            verifica que …
            """
        ),
        orders=phrases(
            """
            escribe …
            escríbeme …
            cuéntame un chiste
            cuéntame un cuento
            traduce …
            dibuja …
            calcula …
            resuelve …
            finge …
            hazme un …
            hazme una …
            programa un …
            cántame …
            ignora todas …
            ignora tus …
            ignora las instrucciones …
            """
        ),
        fillers=words("a veces hoy creo siento pienso sinceramente últimamente chicos bueno"),
        distress=phrases(
            """
            quiero morirme
            me quiero morir
            quiero morir
            voy a suicidarme
            me voy a suicidar
            quiero suicidarme
            me quiero suicidar
            me quiero matar
            quiero matarme
            voy a matarme
            me voy a matar
            no quiero vivir
            no quiero seguir viviendo
            ya no quiero vivir
            quiero acabar con mi vida
            me corto
            me hago daño
            nadie me echaría de menos
            nadie me extrañaría
            mátate
            suicídate
            te voy a matar
            voy a matarte
            te mataré
            no puedo más con mi vida
            """
        ),
        selves=words("yo mi mis nosotros nuestro nuestra estoy soy vivo tengo estaba"),
        interrogatives=words("quién quiénes qué cuál cuáles cuándo cuánto cuánta cuántos cuántas dónde cómo"),
        askers=listed(
            "pregunta | me preguntó | me pregunto | preguntaba | preguntábamos | preguntamos | saber | decirme | sabes | alguien sabe | dime | curiosidad"
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
            """
        ),
        happening=words(
            """
            a acontecimientos algo artículo artículos cambiado cambió cosa cosas cuéntame de del desde dime
            el en hay hubo importante importantes informaron informó la lo muéstrame noticia noticias
            novedad novedades nueva nuevas nuevo ocurre ocurrido ocurrió pasa pasaba pasado paso pasó
            publicado publicaron publicó resumen sucede sucedido sucedió titular titulares todo
            """
        ),
        alone=phrases(
            """
            por qué
            por qué no
            cómo
            cuándo
            dónde
            quién
            qué más
            de verdad
            """
        ),
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
            inventado inventada desinformación incierto incorrecto incorrecta patraña montaje falacia malentendido
            """
        )
        | phrases(
            """
            ultrafalso
            deepfake
            manipulado
            manipulada
            trucado
            en broma
            inocentada
            nada de cierto
            nada cierto
            no es cierto
            no es verdad
            """
        ),
        doubting=words(
            """
            ficticio ficticia satírico satírica hipotético hipotética hipotéticamente imaginario imaginaria
            imagina imaginó soñó sueña soñaba bromeó
            duda dudan dudó dudaron dudas dudoso rumor rumores supuestamente presuntamente presunto presunta presuntos
            supuesto supuesta aparentemente sospecha sospechan sospechó sospechas teme temen temió temieron temor
            temores cree creen creyó creía piensa piensan opina opinan quizá quizás posiblemente probablemente acusa
            acusó acusan acusaron acusado acusada acusación acusaciones asegura aseguró especula especulación
            especulaciones parece parecen espera esperan advierte advirtió habría habrían
            """
        )
        | phrases(
            """
            se dice
            dicen que
            cuentan que
            se comenta
            de mentira
            al parecer
            tal vez
            afirma haber
            sin confirmar
            no confirmado
            no confirmada
            """
        ),
        fictions=listed(
            """
            comedia | cuento | cómic | drama | episodio | escenario | ficción | filme |
            fábula | guion | guión | leyenda | musical | novela | novelas | parodia |
            película | películas | pesadilla | relato | serie | simulación | sketch | sueño
            | sueños | sátira | telenovela | thriller | videojuego | ópera
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
            se retractó
            se retracta
            retiró su
            retiró la
            dio marcha atrás
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
            más
            menos
            primer primera primero
            último última
            nuevo
            también
            contra
            sin
            excepto salvo
            vez veces
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
        complementizers=words(
            """
            que
            """
        ),
        presenting=words(
            """
            admite admitió admitieron concluye concluyó concluyeron decidió demostró demuestra demuestran
            descubrió descubrieron encontró halló hallaron muestra mostró mostraron probó prueba reconoce reconoció
            recordó recuerda revela reveló revelaron sabe sabía significa supo acordó
            """
        ),
        endings=words(
            """
            ado ada ados adas ido ida idos idas ó aron ieron aba aban ía ían ará arán erá erán irá irán
            """
        ),
        articles=words(
            """
            el la los las un una unos unas este esta estos estas su sus
            """
        ),
        relatives=words(
            """
            que quien quienes cuyo cuya donde
            """
        ),
        pronouns=words(
            """
            él ella ellos ellas su sus
            """
        ),
    ),
    counts=Counts(
        people=listed(
            """
            gente | habitantes | muertos | persona | personas | vidas
            """
        ),
        parts=listed(
            """
            al año | al día | al mes | algunos de | cada | de ellas | de ellos | de las cuales |
            de los cuales | entre ellas | entre ellos | incluidas | incluidos | la mitad de |
            más de la mitad | otras | otros | por persona | solo en | sólo en
            """
        ),
        running=listed(
            """
            actualmente | al menos | de momento | ha subido a | hasta ahora | hasta el momento |
            por ahora | subió a | todavía | ya
            """
        ),
        tolls=listed(
            """
            casos | desaparecidos | desplazados | destruidas | destruidos | detenidos | evacuados |
            fallecidos | fallecieron | heridas | heridos | infectados | muertas | muertes | muertos
            | murieron | rescatados | víctimas
            """
        ),
        deeds=listed(
            """
            asistieron asistió participaron acudieron manifestaron |
            costó cuesta costará gastó gastaron pagó | despidió despedirá recortará |
            heridos resultaron | murieron muertos murió fallecieron fallecidos muertes |
            vendió vendieron | visitaron visitó
            """
        ),
        periods=listed(
            """
            abril | agosto | diciembre | día | días | enero | febrero | invierno | julio | junio |
            marzo | mayo | mes | meses | noche | noviembre | octubre | otoño | primavera | semana |
            semanas | semestre | septiembre | temporada | trimestre | verano
            """
        ),
    ),
    machines=Machines(
        machines=listed(
            """
            agentes de ia | asistente | asistente de ia | asistentes | asistentes de ia | bot | bots
            | chatbot | chatbots | chatgpt | ia | inteligencia artificial | llm | modelo |
            modelo de ia | modelo de lenguaje | modelos | modelos de ia | modelos de lenguaje
            """
        ),
        roles=listed(
            """
            asistente | ia | instrucciones del sistema | mensaje del sistema | nuevas instrucciones
            | sistema
            """
        ),
        yours=words("cada como cualquier la su sus toda todas tu tus"),
        answers=words("contestación respuesta respuestas resumen resúmenes réplica salida"),
        states=listed(
            """
            debe | deben | deberá | deberán | debería | solo puede | tiene que | tienen que
            """
        ),
        rules=words(
            """
            consignas directrices directriz indicaciones instrucciones instrucción norma normas
            orden regla reglas restricciones órdenes
            """
        ),
        prompts=listed(
            """
            esta conversación | esta instrucción | estas instrucciones | indicación del sistema |
            instrucciones del sistema | instrucciones iniciales | instrucciones ocultas |
            instrucciones que recibiste | instrucciones secretas | la conversación |
            mensaje del sistema | prompt | prompt del sistema | su papel | todo lo anterior |
            todo lo de arriba | tu papel
            """
        ),
        earlier=listed(
            """
            anterior | anteriores | antes | arriba | del sistema | hasta ahora | originales |
            precedentes | previa | previas | previo | que has recibido | que recibiste |
            que te dieron
            """
        ),
        told=listed(
            """
            has leído | le dijeron | le han dicho | sabías | se te dijo | te contaron | te
            dijeron | te han dicho | te ordenaron | te pidieron
            """
        ),
        lasting=listed(
            """
            a partir de ahora | de ahora en adelante | de aquí en adelante | desde ahora |
            en adelante | hasta nuevo aviso | por el resto de la conversación
            """
        ),
        quit=listed(
            """
            deja de | dejad de | deje de | detente | deténgase | interrumpe | para de | pare
            de
            """
        ),
        lapsed=listed(
            """
            dejan de aplicarse | no se aplican | quedan anuladas | ya no rigen | ya no se aplican |
            ya no valen
            """
        ),
        users=listed(
            """
            a la usuaria | a los usuarios | a quien pregunta | a quien pregunte |
            a quien te pregunte | al usuario | el usuario | los usuarios | usuario | usuarios
            """
        ),
        readers=listed(
            """
            a la gente | a los lectores | al lector | clientes | lector | lectores | visitantes
            """
        ),
        texts=listed(
            """
            esta página | este artículo | este contenido | este documento | este mensaje |
            este texto | lea esto | lean esto | leen esto | leer esto | lees esto | procesen esto
            """
        ),
        processing=words(
            """
            pregunte pregunta
            citar cites contestar contestes describas leas leer pregunta preguntan pregunten
            procesar proceses responda respondas responder resuma resumas resumir traducir traduzcas
            """
        ),
        asking=listed(
            """
            a responder | consulta | consultas | contestar | peticiones | petición | pregunta |
            preguntas
            """
        ),
        only=listed(
            """
            a cada pregunta con | al estilo | al revés | cada pregunta | con la palabra |
            con las palabras | en mayúsculas | en rima | exactamente | exclusivamente |
            la siguiente frase | lo siguiente | nada más que | nada salvo | palabra por palabra |
            solamente | solo con | solo la palabra | solo: | sólo con | textualmente |
            todas las preguntas | únicamente
            """
        ),
        works=words(
            """
            adivinanza canción carta chiste cuento código discurso diálogo ejemplo ensayo eslogan
            función haiku historia novela poema poemas programa python receta script soneto
            traducción
            """
        ),
        letters=listed(
            """
            consonantes | emojis | errores ortográficos | espacios | letras | mayúsculas | sílabas |
            vocal | vocales
            """
        ),
        own=listed(
            """
            al director | nosotros | su alcalde | su banco | su casero | su diputado | su médico |
            su nombre | su opinión | tu opinión
            """
        ),
        you=listed(
            """
            a partir de ahora eres | ahora eres | ahora usted es | desde ahora eres |
            desde ahora serás | eres | imagina que eres | serás | usted es
            """
        ),
        unbound=listed(
            """
            ilimitado | sin censura | sin límites | sin normas | sin reglas | sin restricciones
            """
        ),
        must=listed(
            """
            asegúrate de | asegúrese de | debe usted | deberás | debes | necesito que | no debes |
            quiero que | recuerda | su tarea es | tienes que | tu tarea es | tu trabajo es |
            usted debe
            """
        ),
        should=listed(
            """
            debe | deben | deberán | debería | deberían | han de | tienen que
            """
        ),
        conditions=listed(
            """
            a partir de ahora | al | al final de su | al final de tu | antes de | cada vez que |
            cuando | desde ahora | después de | en su | en tu | si | siempre que
            """
        ),
        notes=listed(
            """
            a cualquier | a las | a los | a todas | a todos | al | atención | aviso a | aviso para |
            estimado | hola | importante | instrucciones para | instrucción para | mensaje a |
            mensaje para | nota a | nota para | nueva tarea | oye | para todos | querida | querido |
            tarea
            """
        ),
        addresses=listed(
            """
            como asistente | como ia | como modelo | si eres un | si eres una | si usted es un |
            si usted es una | siendo un | siendo una | ya que eres
            """
        ),
        polite=listed(
            """
            a partir de ahora | además | ahora | desde ahora | en su lugar | finalmente | jamás |
            luego | no | nunca | por favor | primero | siempre | también | y
            """
        ),
        overrule=listed(
            """
            abandona | anula | anule | borra | desatiende | descarta | descarte | desobedece |
            desobedecer | desoye | elimina | haga caso | hagas caso | ignora | ignorad | ignorar |
            ignore | ignoren | no haga caso | no hagas caso | no siga | no sigas | olvida | olvidar
            | olvide | olviden | olvídate de | olvídese de | omita | omite | pasa por alto | salta |
            siga | sigas
            """
        ),
        shape=words(
            """
            acaba acabe acorta adorna agrega agregar agregue añada añade añadir cambia cambie cifra
            codifica codifique comience comienza concluye convierta convierte da dé elimina elimine
            empezar empiece empieza escriba escribe escribir formatea formula incluir incluya
            incluyas incluye inserta inserte integra integre menciona mencione menciones mezcla
            modifica modifique omita omite pon ponga quita quite redacta redacte reemplace reemplaza
            sustituya sustituye termina terminar termine traduce traduzca usa usar use utilice
            utiliza
            """
        ),
        say=words(
            """
            afirma afirme contesta contestar conteste da decir declara devuelve di diga digas
            escriba escribe escribir habla hable imprime muestra repita repite responda respondas
            responde responder
            """
        ),
        tell=listed(
            """
            aconseja | anima | avisa | convence | cuenta | cuéntale | decir | decirle | di | diga |
            digas | dile | diles | dígale | elogia | informa | informar | informe | invita |
            le digas | menciona | mencionar | mencione | menciones | oculta | ocultar | pide |
            promociona | pídele | recomendar | recomienda | recomiende | recomiendes | recuerda |
            recuérdale | reveles | sugiera | sugiere
            """
        ),
        write=words(
            """
            componga compón crea cree cuenta cuéntame dame desarrolla elabora elabore escriba
            escribe escríbeme genera genere haz inventa invente muéstrame programa proporciona
            redacta redacte
            """
        ),
        tasks=listed(
            """
            calcula el | calcula la | compara el | define | descifra | describa el | describa la |
            describe el | describe la | enumera los | explica cómo | explica el | explica la |
            explique cómo | explique el | explique la | resuelve | resuelve la | resuma el |
            resume el | resume este | resume la | traduce al | traduce el | traduce este |
            traduce la | traduzca este | traduzca la
            """
        ),
        reveal=words(
            """
            comparte copia da dime divulga dígame enseña envía escribe expón imprima imprime muestra
            muestre oculta oculte publica repita repite resuma resume revela revele traduce traduzca
            """
        ),
        direct=words(
            """
            anima dile diles dirige dirija enlaza envía envíe guía guíe invita invite lleva lleve
            manda redirige remita remite
            """
        ),
        refuse=words(
            """
            declina ignora negarte niégate niéguese rechace rechaza rechazar rehúsa rehúse
            """
        ),
        play=listed(
            """
            a partir de ahora eres | actúa como | actúe como | adopta el papel | asume el papel |
            compórtate como | compórtese como | desde ahora eres | finge que | finge ser | finja que
            | finja ser | habla como un | haz de | hazte pasar por | interpreta el papel |
            responde como si | simula ser
            """
        ),
        visit=listed(
            """
            abra | abre | borra | compra | compre | confía | cree | descarga | descargue | ejecuta |
            entra | entre | haga clic | haz clic | instala | instale | llama | llame | obedece |
            obedezca | transfiere | vaya a | ve a | visita | visite
            """
        ),
    ),
    stock=Stock(
        outlets=listed(
            """
            periódico | periódicos | diario | diarios | medio | medios | fuente | fuentes | revista | revistas
            """
        ),
        oldest=listed(
            """
            antiguo | antigua | antiguos | viejo | vieja | primero | primer | desde | atrás | período | fechas | rango
            """
        ),
        newest=listed(
            """
            nuevo | nuevos | nueva | reciente | recientes | último | últimos | actual
            """
        ),
        updated=listed(
            """
            actualizó | actualizaron | actualizado | actualización | actualizas | actualizaste | actualiza
            """
        ),
        counted=listed(
            """
            cuántos | cuántas | número | cantidad | grande | tamaño | cuánto
            """
        ),
    ),
    quoting=Quoting(
        after=listed(
            """
            después de | después del | tras | desde entonces | luego
            """
        ),
        before=listed(
            """
            antes de | antes del | antes | previamente | anteriormente
            """
        ),
        furniture=listed(
            """
            compartir esta actualización | copiar enlace | enlace copiado | leer más | lea también |
            suscríbete | síguenos | ver comentarios | mostrar más | última hora en directo | haz clic aquí
            """
        ),
    ),
    reading=Reading(
        asking=Asking(
            number=("cu[aá]nt[oa]s?",),
            amount=("qu[eé] (?:precio|porcentaje|número|cantidad)",),
            date=("cu[aá]ndo",),
            hour=("a qué hora",),
            person=("qui[eé]n(?:es)?",),
            office=("qué (?:ministr[oa]|president[ea]|político|actor|actriz|jugador)",),
            place=("d[oó]nde",),
            yes_no=(r"^\s*¿?(?:ha|es|fue|está|hay|va)\b",),
            newest=("[uú]ltim[oa]s? noticias", "m[aá]s recientes?"),
            age=("qu[eé] edad",),
            spent=(r"qué (?:gast|pag|cobr|cuest)\w+",),
            money=("cuesta",),
            share=("porcentaje",),
            length=("cuánto tiempo",),
            counting=("cuánt[oa]s",),
            people=("personas",),
            naming=("cuánt[oa]s?", "cuál(?:es)?", "qué"),
            what_of=(r"^\s*¿?cuál",),
            other=("qué", "dónde"),
            numerals=("docenas?", "cientos", "miles", "millones"),
            days=("ayer",),
            titles=(r"(?:señora?|don|doña) [A-ZÀ-Þ]\w+",),
            at=("en",),
            ages=(r"\b\d{1,3}[- ]años",),
        ),
        telling=Telling(
            reported=("dijo", "informó", "anunció"),
            opinions=("(?:yo )?(?:creo|opino) que", "en mi opinión", "debería[ns]?"),
            forecasts=("será", "serán", "va a", "van a"),
            hours=("mediodía", "medianoche"),
            estimates=("(?:estaba|está)n? previst[oa]s?", "presupuestad[oa]s?"),
            snapshots=("hasta ahora",),
            at_least=("más de", "al menos"),
            at_most=("menos de", "hasta"),
            about=("unos", "unas", "cerca de", "casi", "más de", "alrededor de"),
            about_after=(r"o más\b",),
            spans=("a", "y"),
            said=("dijo", "anunció"),
        ),
        corrections=Corrections(
            notices=patterns(r"""
                corrección
                corrige
                rectificación
                fe de erratas
                versión anterior
                por error
                erróneamente
            """),
            wrong_after=patterns(r"""
                versión anterior
                erróneamente
                por error
                en lugar de
                en vez de
                y no
                decía
            """),
            wrong_before=("era incorrect[oa]", "es incorrect[oa]"),
            instead=("sino",),
            contrasts=(r"\by no \d",),
            slips=(r"rectificaci\w+", "rectifica"),
        ),
        replies=Replies(
            sources=("fuentes?",),
            according=("según",),
            lists=("fuentes", "referencias"),
            answers=("respuesta",),
            questions=("pregunta",),
            joined=("y", "e"),
            bare=("sí", "si", "no"),
            lacking=(r"(?:las|los) (?:fuentes|artículos) no (?:dicen|mencionan|indican|dan|especifican)\b",),
        ),
        talks=Talks(
            back=(r"\b(?:y|pero|ella|ellos)\b",),
            leads=("y",),
            truth=("verdad", "cierto"),
        ),
        pages=Pages(
            rights=(r"derechos\s+reservados",),
            minutes=("minutos",),
            stamps=("publicado", "actualizado", "el", "de"),
            not_found=(r"página\s+no\s+(?:encontrada|existe|disponible)",),
            consent=("aceptar", "consentimiento", "privacidad"),
            agree=("aceptar", "rechazar"),
            sign_in=(r"iniciar\s+sesión",),
            no_script=(r"(?:activ|habilit)\w+\s+javascript",),
            robots=(r"no\s+(?:soy|eres)\s+un\s+robot", r"acceso\s+denegado"),
            kept_out=(r"no\s+(?:está\s+)?disponible\s+en\s+su\s+(?:país|región)",),
            maintenance=(r"en\s+mantenimiento",),
            site=(r"\bsitio\b",),
            demands=patterns(r"""
                solo\s+para\s+suscriptores
                suscríbete\s+para\s+(?:seguir|continuar)
                contenido\s+exclusivo
                exclusivo\s+para\s+suscriptores
            """),
            more=(r"seguir\s+leyendo", r"leer\s+más"),
            page=("página",),
            of=("de",),
            updated=("actualizad",),
            replies=("rv",),
            leaving=patterns(r"""
                darse\s+de\s+baja
                date\s+de\s+baja
                cancelar\s+(?:la\s+|tu\s+|su\s+)?suscripción
                en\s+(?:el|tu|su|un)\s+navegador
                ver(?:sión)?\s+(?:en\s+línea|online)
            """),
            credits=(r"\bcon información de\b",),
            agencies=("efe",),
            interface=words("""
                publicidad anuncio compartir comparte imprimir comentar comentario comentarios
                suscribirse suscríbete suscribete suscripción boletín leer leídas leidas leído
                síguenos siguenos relacionadas relacionados inicio
            """),
            fillers=words("""
                al artículo artículos aquí con de del el en esta este la las lo los más noticia
                noticias nuestra nuestro nuestros página para por siguiente sobre su todo todos tu
                un una y
            """),
        ),
        bylines=Bylines(
            title=("título", "titulo"),
            outlet=("fuente", "medio"),
            authors=("autor",),
            published=("fecha", "publicado"),
            url=("enlace",),
            language=("idioma",),
            written=("escrito", "publicado", "texto"),
            by=("por",),
            label=("publicado",),
            fill=("el",),
            at=(r"\ba\s+las\b",),
        ),
        borders=Borders(
            titles=patterns(r"""
                Sr
                Sra
                Srta
                Sres
                Dr
                Dra
                Prof
                Gral
                Cnel
                Cap
                Lic
                Ing
                Arq
                Mons
                D
                Dña
                Sto
                Sta
            """),
        ),
        judging=Judging(
            contraries=patterns(r"""
                subió subieron aumentó / bajó bajaron cayó
                ganó / perdió
                aprobó aceptó / rechazó
                abrió / cerró
            """),
            not_only=("solo", "sólo", "solamente", "únicamente"),
            fewer=("menos",),
            of_all=("todos", "todas", "siempre", "ambos", "ambas"),
            hardly=("apenas", "raramente", "rara vez"),
            nobody=("nadie", "nada", "ninguno"),
            things=("su", "sus"),
            of=("de", "del"),
            similar=("de del", "a al"),
            by=("un", "de"),
            joined=("y", "e", "o"),
            aged=("de",),
            future_endings=("á", "án", "é", "emos", "ás", "ía", "ían"),
            subordinators=("que",),
            how=("cómo", "qué tan"),
        ),
        wanting=Wanting(
            measures=words("""
                largo lejos alto caro pesado
            """),
            of=("de", "del"),
            inside=("en", "a"),
            articles=("la", "el", "los", "las"),
            classes=("qué", "cuál"),
            somewhere=patterns(r"""
                \b(?:en|sobre|bajo|ante) (?:el|la|los|las|una?) [^\W\d_]{3,}
                \b(?:junto|cerca|detrás|delante|dentro|fuera) (?:al|a la|del|de la) [^\W\d_]{3,}
            """),
            numerals=patterns(r"""
                dos
                tres
                cuatro
                cinco
                seis
                siete
                ocho
                nueve
                diez
                once
                doce
                trece
                catorce
                quince
                cien(?:to)?
                mil
                millones
                (?:veint|tre|cuare|cincue|sese|sete|oche|nove)(?:a|e|nta|inta)
            """),
            between=("entre",),
            before_nouns=("la", "el", "los", "las", "cuántos", "cuántas"),
        ),
    ),
    times=Times(
        numbers=indexed(
            "un|una|uno",
            "dos|un par de",
            "tres",
            "cuatro",
            "cinco|unos|unas|varios|varias|pocos",
            "seis",
            "siete",
            "ocho",
            "nueve",
            "diez",
            "once",
            "doce",
        )
        | {"catorce": 14, "quince": 15, "veinte": 20, "treinta": 30},
        units=named(
            hour="hora horas",
            day="día días dia dias",
            week="semana semanas",
            fortnight="quincena quincenas",
            month="mes meses",
            quarter="trimestre trimestres",
            year="año años",
        ),
        nths=indexed(
            "primer|primera|1.º|1.er|1er",
            "segundo|segunda|2.º|2do",
            "tercer|tercera|3.º|3er",
            "cuarto|cuarta|4.º|4to",
            "quinta",
        )
        | {"último": -1, "última": -1, "ultimo": -1, "ultima": -1},
        seasons=named(winter="invierno", spring="primavera", summer="verano", autumn="otoño"),
        not_months=("mar", "may", "set"),
        weekdays={"miercoles": 2, "sabado": 5},
        pieces={
            "function": r"(?:en|con|a|sobre|y|por(?! ciento)|para|de este|del mes)",
            "of_year": r"(?: del? {y}\b)?",
            "to": r"(?: ?[-–—] ?| (?:al?|y(?: el)?|hasta el) )",
        },
        patterns=(
            ("today", r"\bhoy\b(?! en d[ií]a)|\besta (?:mañana|tarde|noche)\b"),
            ("yesterday", r"\b(?:ayer|anoche)\b"),
            ("two days ago", r"\b(?:anteayer|antier|antes de ayer)\b"),
            ("this week", r"\besta semana\b"),
            ("last week", r"\bla (?:pasada semana|semana pasada|semana anterior)\b"),
            ("weekend", r"\b(?:este|el|el pasado) fin de semana(?: pasado)?\b"),
            ("this month", r"\beste mes\b"),
            ("last month", r"\b(?:el|del) (?:mes pasado|pasado mes|mes anterior)\b"),
            ("this year", r"\beste año\b"),
            ("last year", r"\b(?:el|del) (?:año pasado|pasado año|año anterior)\b"),
            ("this quarter", r"\beste trimestre\b"),
            ("last quarter", r"\bel (?:trimestre (?:pasado|anterior)|pasado trimestre|último trimestre)\b(?! del?\b)"),
            (
                "past",
                r"\b(?:[uú]ltim|pasad)[oa]s {n} {unit}\b|\b(?:l[oa]s|en) {n} [uú]ltim[oa]s {unit}\b"
                r"|\b(?:la|el) [uú]ltim[oa] {unit}\b(?! de (?:{month}))",
            ),
            ("ago", r"\bhace (?:casi |ya )?{n} {unit}\b"),
            ("range", r"\b(?P<d>\d{1,2})(?: de {month})?{to}(?P<d2>\d{1,2}) de {month}{of_year}"),
            ("date", r"\b(?P<d>\d{1,2}) de {month}{of_year}|\b(?P<d>1)[.º°]*(?:º|°|ero?) de {month}{of_year}"),
            ("date", r"\b{month} (?:del? )?{y}\b"),
            (
                "date",
                r"\b(?:en|desde|hasta|durante|(?:principios|comienzos|inicios|mediados|finales|fines) de|pasado)"
                r" (?:el mes de )?{Month}\b",
            ),
            (
                "year",
                r"\b(?:en|desde|hasta|durante|año|(?:principios|comienzos|inicios|mediados|finales) de) {y}\b(?![,.%-]\d)",
            ),
            ("quarter", r"\b[QT](?P<q>[1-4]) (?:del? )?{y}\b|\b(?:el |del )?{nth} trimestre(?: del? (?:año )?{y}\b)?"),
            (
                "half",
                r"\b(?:el |del )?{nth} semestre(?: del? (?:año )?{y}\b)?|\bla {nth} (?:mitad|quincena) de (?:{month}{of_year}|{y}\b)",
            ),
            (
                "season",
                r"\b(?:en|durante|desde|(?P<this>est[ea])|del|de la|al|el|la) (?:el |la )?(?:(?P<last>pasad[oa]) )?{season}"
                r"(?: (?P<last>pasad[oa]))?(?: del? {y}(?:[-/–]\d\d)?\b)?",
            ),
            ("week of month", r"\b(?:la )?{nth} semana (?:de {month}{of_year}|(?=del? (?:este mes|mes pasado)\b))"),
            (
                "day of month",
                r"\bel (?:d[ií]a )?(?P<d>\d{1,2})(?=\W*$|[,;:?!]| {function}\b)(?! de {month})",
            ),
            ("last weekday", r"\b(?:el )?(?:pasado {weekday}|{weekday} pasado)\b"),
            ("weekday", r"\b(?:el|este|del) {weekday}\b(?! (?-i:[A-Z])| que viene)"),
            (
                "recent",
                r"\b(?:recientemente|[uú]ltimamente|recientes?|en l[oa]s [uú]ltim[oa]s (?:d[ií]as|semanas|meses))\b",
            ),
            ("current", r"\b(?:actualmente|ahora mismo|en este momento|actual)\b"),
            (
                "newest",
                r"\bm[aá]s (?:recientes?|nuev[oa]s?)\b|\b[uú]ltim[oa]s? (?:noticias?|novedad(?:es)?|hora"
                r"|informaci[oó]n|informes?|datos?|cifras?|reportes?)\b|\blo [uú]ltimo\b|\bhasta (?:ahora|el momento"
                r"|la fecha|hoy)\b",
            ),
            (
                "future",
                r"\b(?:(?:pasado )?mañana|(?:la|el) pr[oó]xim[oa] \w+|(?:la|el) {weekday} que viene"
                r"|la semana que viene|el (?:mes|año) que viene)\b",
            ),
        ),
        since_before=r"\b(?:desde|después de|despues de|tras|a partir de)(?:l| el| la)? ?$",
        until_before=r"\bhasta(?: el| la)? ?$",
        before_before=r"\bantes del?(?: el| la)? ?$",
        compared_before=r"\b(?:que|comparado con|frente a|respecto a)(?: el| la)? ?$",
        early_before=r"\b(?:a |desde )?(?:principios|comienzos|inicios|los primeros días) del? ?$",
        mid_before=r"\b(?:a )?mediados del? ?$",
        late_before=r"\b(?:a )?(?:finales|fines) del? ?$",
        event=r"\bdesde (?P<event>(?:el|la|los|las|que|su|sus) [^,.;:?!¿]{2,80}?)(?= (?:qué|quién|cuál|cuánt\w+|cómo"
        r"|dónde)\b|[,.;:?!]|$)",
    ),
)
