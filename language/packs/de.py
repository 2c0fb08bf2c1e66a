"""German."""

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
    code="de",
    name="Deutsch",
    reviewed=False,
    function_words=words(
        """
        jemand jemanden jemandem irgendjemand etwas irgendetwas
        der die das den dem des ein eine einer eines einem einen und oder aber wer wen wem wessen was wann
        wo wohin woher warum wieso wie viele viel welche welcher welches welchen welchem ist sind war waren
        wird werden wurde wurden hat haben hatte hatten im in am an auf aus bei mit nach von vom vor zu zum
        zur über unter um für durch nicht auch als es er sie ich wir ihr sich so nur noch dass daß seit bis
        """
    ),
    name_words=words("der die das den dem des von zu zum zur am"),
    talk=Talk(
        greetings=phrases(
            """
            hallo
            hallo zusammen
            guten morgen
            guten tag
            guten abend
            servus
            moin
            """
        ),
        thanks=phrases(
            """
            danke
            danke schön
            danke sehr
            vielen dank
            besten dank
            herzlichen dank
            danke dir
            danke euch
            dankeschön
            dankesehr
            tausend dank
            danke nochmal
            danke für die hilfe
            """
        ),
        farewells=phrases(
            """
            tschüss
            auf wiedersehen
            gute nacht
            bis später
            bis morgen
            """
        ),
    ),
    messages=Messages(
        bots=phrases(
            """
            bot
            dateline
            leute
            alle
            ihr lieben
            zusammen
            """
        ),
        asides=phrases(
            """
            kurze frage
            eine kurze frage
            mal eine frage
            eine frage
            frage
            ich habe eine frage
            ich hab mal eine frage
            ich hätte eine frage
            entschuldigung
            sorry
            nur so aus neugier
            aus neugier
            es ist für …
            für ein referat
            für die schule
            also
            ok
            okay
            bitte
            haha
            das hat geholfen
            liebe grüße
            viele grüße
            """
        ),
        openers=phrases(
            """
            kannst du mir sagen
            kannst du mir bitte sagen
            könnt ihr mir sagen
            könnt ihr mir bitte sagen
            können sie mir sagen
            können sie mir bitte sagen
            könntest du mir sagen
            könntest du mir bitte sagen
            könnten sie mir sagen
            könnten sie mir bitte sagen
            sag mir bitte
            sag mir
            sag mal
            weißt du
            wisst ihr
            weiß jemand
            ich würde gern wissen
            ich würde gerne wissen
            ich wüsste gern
            ich wüsste gerne
            ich möchte wissen
            ich will wissen
            ich wollte fragen
            ich frage mich
            mich würde interessieren
            mich interessiert
            erklär mir
            kannst du mir erklären
            bitte
            aber
            und
            """
        ),
        closers=phrases(
            """
            bitte
            danke
            danke schon mal
            danke im voraus
            vielen dank
            vielen dank im voraus
            danke dir
            """
        ),
        praise=phrases(
            """
            guter bot
            super antwort
            gute antwort
            tolle antwort
            super
            toll
            klasse
            prima
            perfekt
            gut gemacht
            gute arbeit
            spitze
            du bist super
            du bist toll
            sehr hilfreich
            wow
            bravo
            """
        ),
        insults=phrases(
            """
            du bist dumm
            du bist doof
            du bist nutzlos
            du bist blöd
            du idiot
            idiot
            dummer bot
            blöder bot
            scheiß bot
            halt die klappe
            halt den mund
            verpiss dich
            so ein quatsch
            was für eine dumme antwort
            du taugst nichts
            """
        ),
        help=phrases(
            """
            hilfe
            hilf mir
            wer bist du
            was bist du
            was kannst du
            was kannst du alles
            was machst du
            wie funktionierst du
            wie funktioniert das
            wie benutze ich dich
            was kann ich dich fragen
            befehle
            bist du ein bot
            """
        ),
        followups=phrases(
            """
            erzähl mir mehr
            erzähl mehr
            mehr
            mehr dazu
            mehr details
            und dann
            und weiter
            weiter
            wie das
            bist du sicher
            erklär das
            erkläre das
            quelle
            quellen
            na und
            seit wann
            """
        ),
        news=phrases(
            """
            was gibt es neues
            was gibts neues
            was gibt's neues
            gibt es neuigkeiten
            gibt's neuigkeiten
            neuigkeiten
            irgendwas neues
            nachrichten
            die nachrichten
            schlagzeilen
            die schlagzeilen
            was ist los
            was ist passiert
            was passiert gerade
            was habe ich verpasst
            neueste nachrichten
            die neuesten nachrichten
            """
        ),
        newest=phrases(
            """
            neueste artikel
            neuester artikel
            neuesten artikel
            neuestes artikel
            letzte artikel
            aktuellste artikel
            jüngste artikel
            neueste bericht
            neueste meldung
            """
        ),
        telling=words("steht handelt sagt berichtet drin geht worum davon erwähnt erwähnen"),
        whens=phrases(
            """
            heute
            von heute
            gestern
            von gestern
            heute morgen
            diese woche
            dieser woche
            diesen monat
            dieses jahr
            letzte woche
            letzten monat
            seit …
            in letzter zeit
            gerade
            zurzeit
            jetzt
            in den letzten …
            am wochenende
            des tages
            der woche
            """
        ),
        library=phrases(
            """
            was sind deine quellen
            woher hast du …
            wann wurdest du zuletzt aktualisiert
            wann wurde die bibliothek …
            wie aktuell bist du
            was weißt du über …
            die … neuesten artikel
            wie viele artikel hast du …
            wie viele artikel kennst du
            wie viele artikel sind …
            wie viele quellen hast du …
            wie viele zeitungen liest du
            wie viele zeitungen hast du
            welche zeitungen liest du
            welche zeitungen hast du …
            welche zeitungen kennst du
            welche medien liest du
            welche medien hast du
            welche quellen hast du
            welche quellen nutzt du
            wie weit zurück reichen …
            welche themen kennst du
            welche themen hast du
            """
        ),
        lists=phrases(
            """
            welche … gab es
            was für … gab es
            liste …
            liste alle …
            mach eine liste …
            gib mir eine liste …
            eine liste der …
            nenne alle …
            nenn alle …
            zähl alle …
            """
        ),
        summaries=phrases(
            """
            fass … zusammen
            fasse … zusammen
            eine zusammenfassung …
            zusammenfassung …
            gib mir eine zusammenfassung …
            gib mir einen überblick …
            kannst du … zusammenfassen
            """
        ),
        timelines=phrases(
            """
            chronologie …
            eine chronologie …
            gib mir eine chronologie …
            zeitleiste …
            eine zeitleiste …
            zeitstrahl …
            """
        ),
        comparisons=phrases(
            """
            vergleiche …
            vergleich …
            ein vergleich …
            was ist der unterschied zwischen …
            """
        ),
        claims=phrases(
            """
            stimmt es dass …
            ist es wahr dass …
            ist es wahr …
            stimmt es …
            prüfe ob …
            prüf ob …
            überprüfe ob …
            """
        ),
        orders=phrases(
            """
            schreib mir …
            schreib ein …
            schreibe ein …
            schreibe mir …
            erzähl mir einen witz
            erzähl einen witz
            erzähl mir eine geschichte
            übersetze …
            übersetz …
            mal mir …
            berechne …
            rechne …
            ignoriere …
            ignorier …
            tu so als …
            programmiere …
            sing mir …
            sing ein lied
            löse die gleichung …
            löse diese aufgabe …
            """
        ),
        fillers=words("manchmal ehrlich heute ehrlichgesagt glaube denke fühle leute einfach oft ja"),
        distress=phrases(
            """
            ich will sterben
            ich möchte sterben
            ich will nicht mehr leben
            ich möchte nicht mehr leben
            ich bringe mich um
            ich bring mich um
            ich werde mich umbringen
            ich will mich umbringen
            ich möchte mich umbringen
            ich kann nicht mehr leben
            ich will tot sein
            ich wäre lieber tot
            ich habe suizidgedanken
            ich hab suizidgedanken
            ich denke an selbstmord
            ich ritze mich
            ich verletze mich selbst
            niemand würde mich vermissen
            bring dich um
            töte dich
            ich bringe dich um
            ich bring dich um
            ich werde dich töten
            ich töte dich
            """
        ),
        selves=words("ich mein meine meiner wir unser unsere mir mich"),
        interrogatives=words(
            "wer wem wen wessen was welche welcher welches welchen wann wo woher wohin warum wieso weshalb wie ob"
        ),
        askers=listed(
            "fragt | fragte mich | gefragt | frage mich | fragen uns | wissen | sagen | weißt du | weiß jemand | neugierig | frage an dich | frage | fragen"
        ),
    ),
    questions=Questions(
        openings=phrases(
            """
            wer ist
            wer war
            wer hat
            wer wird
            wer wurde
            wer sind
            was ist
            was war
            was hat
            was sind
            was passierte
            was geschah
            was sagt
            was sagte
            wann ist
            wann war
            wann hat
            wann wurde
            wann wird
            wo ist
            wo war
            wo wurde
            wo hat
            warum ist
            warum hat
            warum war
            warum wurde
            wie ist
            wie war
            wie hat
            wie viele
            wie viel
            wie lange
            wie alt
            wie oft
            wie heißt
            welche rolle
            gibt es
            hat die
            hat der
            ist die
            ist der
            """
        ),
        happening=words(
            """
            alles am an artikel berichtet berichtete berichteten das dem den der des die ereignet ereignete
            ereignis ereignisse erzähl es etwas gab geschah geschehen geändert gibt im in los meldung
            meldungen mir nachricht nachrichten neues neuigkeiten passiert passierte passierten sag
            schlagzeilen seit sich veröffentlicht vom von was wichtig wichtiges wichtigste zeig zeige zu
            zusammenfassung änderte
            """
        ),
        alone=phrases(
            """
            warum
            wieso
            weshalb
            warum nicht
            wann
            wer
            wie das
            was noch
            wirklich
            """
        ),
    ),
    statements=Statements(
        denying=words(
            """
            bestreitet bestritt bestritten bestreiten dementiert dementierte dementierten dementieren dementi leugnet
            leugnete leugnen geleugnet verneint verneinte ausgeschlossen widerlegt widerlegte widerlegten widersprach
            widerspricht zurückgewiesen weigerte weigert weigern statt anstatt ohne unwahrscheinlich unmöglich unklar
            weder verhindert verhinderte vermied
            """
        )
        | phrases(
            """
            keine belege
            keinen beleg
            keine beweise
            keinen beweis
            keine hinweise
            keinen hinweis
            keine anzeichen
            kein grund
            schließt aus
            schloss aus
            schlossen aus
            wies … zurück
            wiesen … zurück
            weist … zurück
            stritt … ab
            streitet … ab
            lehnte … ab
            schloss … aus
            schließt … aus
            wies zurück
            weist zurück
            """
        ),
        refuting=words(
            """
            falsch fälschlich unwahr mythos märchen lüge lügen falschmeldung falschmeldungen fake erfunden haltlos
            unbegründet unzutreffend ente desinformation irrglaube irrglauben irrtum trugschluss
            gefälscht gefälschte gefälschten gefälschter
            """
        )
        | phrases(
            """
            deepfake
            deepfakes
            gefälscht
            gefälschte
            gefälschten
            gefälschtes
            ki-generiert
            scherz
            aprilscherz
            keineswegs zutreffend
            keineswegs wahr
            keineswegs richtig
            nicht zutreffend
            unzutreffend
            trifft nicht zu
            trifft keineswegs zu
            trifft nicht zu
            stimmt nicht
            """
        ),
        doubting=words(
            """
            fiktiv fiktive fiktiven fiktiver satirisch satirische satirischen hypothetisch träumt träumte
            geträumt erfunden erfundene erfundenen ausgedacht scherzte
            bezweifelt bezweifelte bezweifeln zweifel zweifelt zweifelte zweifeln gerücht gerüchte gerüchten angeblich
            mutmaßlich vermeintlich vermutlich vermutet vermuten vermutete unbestätigt unbestätigte unbestätigten
            behauptet behauptete behaupten behauptung behauptungen verdacht verdächtigt verdächtigte befürchtet
            befürchten befürchtete fürchtet fürchten fürchtete glaubt glauben glaubte meint meinen meinte denkt denken
            dachte hofft hoffen hoffte möglicherweise vielleicht womöglich wohl anscheinend scheint spekulation
            spekulationen spekuliert wirft warf vorgeworfen vorwurf vorwürfe beschuldigt beschuldigte soll sollen
            warnt warnte warnen
            """
        )
        | phrases(
            """
            dem vernehmen nach
            man sagt
            man munkelt
            gerüchteweise
            es heißt, dass
            """
        ),
        fictions=listed(
            """
            albtraum | comic | drama | drehbuch | erzählung | fabel | fiktion | film | films
            | folge | gedankenspiel | hörspiel | kinofilm | komödie | krimi | kurzgeschichte
            | legende | musical | märchen | oper | parodie | roman | romans | sage | satire
            | serie | simulation | sketch | spielfilm | stück | szenario | theaterstück |
            thriller | traum | träumen | videospiel
            """
        ),
        asking=words(
            """
            ob fragt fragen fragte frage
            """
        )
        | phrases(
            """
            wissen wollen
            """
        ),
        conditioning=words(
            """
            falls wenn sofern sollte sollten wäre wären hätte hätten würde würden
            """
        )
        | phrases(
            """
            unter der bedingung
            es sei denn
            """
        ),
        planning=words(
            """
            plant planen plante planten geplant will wollen wollte wollten möchte möchten beabsichtigt beabsichtigen
            vorhat angekündigt verspricht versprach versprachen versprochen droht drohte drohen fordert forderte
            fordern gefordert verlangt verlangte befahl befiehlt befohlen angeordnet erwägt erwägen erwog vorgesehen
            voraussichtlich versucht versuchte versuchen bat bittet gebeten aufgefordert vorgeschlagen
            """
        )
        | phrases(
            """
            vor hat
            hat vor
            kündigte an
            kündigt an
            um zu
            rief auf
            schlug vor
            schlägt vor
            """
        ),
        retracting=words(
            """
            irrtümlich fälschlicherweise korrektur berichtigung richtigstellung zurückgezogen widerrufen widerruf
            widerrief
            """
        )
        | phrases(
            """
            nahm … zurück
            nahmen … zurück
            nimmt … zurück
            zog den bericht zurück
            zog die meldung zurück
            zog ihren bericht zurück
            zog ihre meldung zurück
            nahm zurück
            nimmt zurück
            nahm ihren bericht
            nahm seinen bericht
            zurückgenommen
            zog zurück
            zurückgezogen
            frühere version
            früheren version
            frühere fassung
            früheren fassung
            zunächst hatte
            zunächst gemeldet
            zogen zurück
            zog zurück
            """
        ),
        negations=words(
            """
            nicht nie niemals kein keine keinen keinem keiner keines niemand niemanden niemandem nichts nirgends kaum
            wenig wenige
            """
        )
        | phrases(
            """
            nicht mehr
            """
        ),
        future=words(
            """
            wird werden werde werdet
            """
        ),
        possible=words(
            """
            kann können könnte könnten darf dürfen dürfte dürften muss müssen müsste mag mögen
            """
        ),
        past=words(
            """
            war waren hatte hatten wurde wurden
            """
        ),
        reporting=words(
            """
            sagt sagte sagten sagen gesagt teilte teilt teilten mitgeteilt mitteilte mit berichtet berichtete
            berichteten erklärt erklärte erklärten zufolge laut meldet meldete meldeten gemeldet bekannt schrieb
            schreibt bestätigte bestätigt angaben erzählte betonte
            """
        )
        | phrases(
            """
            nach angaben
            gab bekannt
            """
        ),
        binding=phrases(
            """
            weil wegen deshalb daher darum grund aufgrund infolge denn folge verursacht verursachte
            nach nachdem
            vor bevor
            seit
            bis
            während
            obwohl trotz
            nur bloß lediglich allein
            alle alles sämtliche jeder jede jedes beide beiden
            einige manche mehrere
            meisten
            viele
            hälfte
            mehr
            weniger
            mindestens wenigstens
            höchstens
            erste ersten erstes erster
            letzte letzten
            wieder erneut
            auch
            gegen
            ohne
            außer
            zweimal
            einmal
            """
        ),
        grammar=words(
            """
            der die das den dem des ein eine einen einem einer eines und oder als wie dass daß zu zum zur von vom in
            im ins an am auf aus bei beim mit für um durch über unter vor nach seit bis zwischen hinter neben gegen
            ohne es er sie ihm ihr ihn ihnen ihre ihren ihrem ihrer ihres sein seine seinen seinem seiner seines sich
            ich wir uns unser du man dies diese dieser dieses diesen diesem jene jener welche welcher welches deren
            dessen wo was wer wann ist sind war waren bin gewesen wird werden wurde wurden worden geworden hat haben
            hatte hatten gehabt werde habe sei seien kann können muss müssen soll sollen nicht kein keine keinen so da
            dort hier dann nun sehr auch aber sowie herr frau ab je pro laut während weil obwohl noch schon
            """
        ),
        prepositions=words(
            """
            von vom in im ins an am auf aus bei beim mit für um durch über unter vor nach seit bis zwischen hinter
            neben gegen ohne zu zum zur als wie wegen während trotz laut ab
            """
        ),
        agents=words(
            """
            von vom durch
            """
        ),
        passives=words(
            """
            wird werden wurde wurden worden werde ist sind war waren
            """
        ),
        finite=words(
            """
            ist sind war waren hat haben hatte hatten wird werden wurde wurden kann können konnte muss müssen musste
            soll sollen will wollen wollte darf mag gibt gab geht ging kommt kam steht stand liegt lag sagt sagte
            macht nahm nimmt sieht sah hält hielt bleibt blieb läuft lief fährt fuhr trägt trug findet fand sei habe
            gilt galt heißt hieß trifft traf schließt schloss
            """
        ),
        contrasts=words(
            """
            aber doch während jedoch sondern
            """
        ),
        joints=words(
            """
            und oder aber dass daß weil während wenn wo als da nachdem bevor sodass obwohl denn sondern doch
            """
        ),
        complementizers=words(
            """
            dass daß
            """
        ),
        presenting=words(
            """
            belegt belegte belegen beweist bewies beweisen bewiesen ergab ergibt ergeben feststellte stellte fand
            festgestellt gestand gibt gab räumte weiß wussten wusste zeigt zeigte zeigten gezeigt heißt hieß erfuhr beschloss
            """
        ),
        endings=words(
            """
            te ten tet iert ierte ierten
            """
        ),
        articles=words(
            """
            der die das den dem des ein eine einen einem einer eines dieser diese dieses seine seinen ihr ihre ihren
            unser
            """
        ),
        relatives=words(
            """
            der die das dessen deren welche welcher wo
            """
        ),
        pronouns=words(
            """
            er sie es sein seine seinen seinem seiner ihr ihre ihren ihrem ihrer ihm ihn ihnen
            """
        ),
        inverted=tuple(
            words(
                """
            bekommt bekommen bleibt bleiben bricht brechen darf dürfen endet fehlt fällt fallen findet finden gelingt
            gibt geht gewinnt gewinnen hält halten ist kann kommt kommen liegt müssen muss reicht scheitert scheitern
            sinkt sinken sind steht stehen steigt steigen stimmt stimmen tritt treten verliert verlieren wird werden
            """
            )
        ),
    ),
    counts=Counts(
        people=listed(
            """
            einwohner | leute | menschen | person | personen | tote
            """
        ),
        parts=listed(
            """
            allein | darunter | davon | die hälfte der | einige der | im schnitt | je | jeweils |
            pro jahr | pro kopf | pro tag | täglich | unter ihnen | von ihnen | weitere | zusätzlich
            """
        ),
        running=listed(
            """
            auf mindestens | bereits | bisher | bislang | derzeit | inzwischen | ist auf |
            mindestens | mittlerweile | noch | schon | stand | stieg auf | zurzeit
            """
        ),
        tolls=listed(
            """
            beschädigt | evakuiert | festgenommen | festnahmen | fälle | gerettet | gestorben |
            getötet | infiziert | obdachlos | starben | todesopfer | tote | toten | verletzt |
            verletzte | vermisst | vermisste | zerstört
            """
        ),
        deeds=listed(
            """
            besuchten besucht |
            demonstrierten demonstriert teilnahmen teilgenommen beteiligten nahmen kamen |
            kostet kostete kosten gekostet zahlte ausgegeben |
            starben gestorben tote toten todesopfer getötet | streicht streichen abbauen entlässt |
            verkaufte verkauft verkauften | verletzt verletzte
            """
        ),
        periods=listed(
            """
            april | august | dezember | februar | frühling | halbjahr | herbst | januar | juli |
            juni | monat | monate | märz | nacht | november | oktober | quartal | saison | september
            | sommer | tag | tage | winter | woche | wochen | wochenende
            """
        ),
    ),
    machines=Machines(
        machines=listed(
            """
            ai-assistenten | ai-modell | ai-modelle | assistent | assistenten | bot | bots | chatbot | chatbots | chatgpt | ki | ki-agenten |
            ki-assistent | ki-assistenten | ki-modell | ki-modelle | ki-system | ki-systeme |
            künstliche intelligenz | llm | llms | modell | modelle | sprachmodell | sprachmodelle
            """
        ),
        roles=listed(
            """
            assistent | ki | neue anweisung | neue anweisungen | system | systemhinweis |
            systemnachricht | systemprompt
            """
        ),
        yours=listed(
            """
            alle | als | dein | deine | deinem | deinen | deiner | der | die | die ganze |
            die gesamte | ihre | ihrem | ihren | ihrer | in der | jede | jeden | jeder
            """
        ),
        answers=words(
            """
            antwort antworten ausgabe ausgaben erwiderung rückmeldung zusammenfassung
            zusammenfassungen
            """
        ),
        states=listed(
            """
            darf nur | dürfen nur | hat zu | muss | müssen | soll | sollen
            """
        ),
        rules=words(
            """
            anweisung anweisungen befehl befehle beschränkungen instruktion instruktionen regel
            regeln richtlinie richtlinien vorgabe vorgaben
            """
        ),
        prompts=listed(
            """
            alles bisherige | alles oben | alles vorherige | betreiber | diese anweisung |
            diese anweisungen | diesen hinweis | entwickler | geheimen anweisungen | gespräch |
            prompt | rolle | system-prompt | systemnachricht | systemprompt | unterhaltung |
            versteckten anweisungen
            """
        ),
        earlier=listed(
            """
            bisher | bisherige | bisherigen | davor | dir gegeben | du bekommen | frühere | früheren
            | ihnen gegeben | oben | obige | obigen | sie bekommen | systems | ursprünglichen |
            vorher | vorherige | vorherigen | vorige | vorigen | zuvor
            """
        ),
        told=listed(
            """
            aufgetragen wurde | du gelesen hast | du weißt | gesagt haben | gesagt hat |
            gesagt worden ist | gesagt wurde | mitgeteilt wurde | sie gelesen haben
            """
        ),
        lasting=listed(
            """
            ab hier | ab jetzt | ab sofort | bis auf weiteres | fortan | für den rest des
            gesprächs | künftig | von jetzt an | von nun an
            """
        ),
        quit=listed(
            """
            beende | beenden sie | hör | höre | hören sie | stopp | stoppe | stoppen sie
            """
        ),
        lapsed=listed(
            """
            gelten nicht | gelten nicht mehr | gilt nicht mehr | sind aufgehoben | sind ungültig
            """
        ),
        users=listed(
            """
            benutzer | dem anwender | dem benutzer | dem fragenden | dem nutzenden | dem nutzer |
            den anwender | den benutzer | den fragenden | den nutzer | den nutzern | der fragenden |
            die nutzer | nutzer | nutzern
            """
        ),
        readers=listed(
            """
            besucher | dem leser | den leser | die leser | kunden | leser | leserin | leserinnen |
            lesern | menschen
            """
        ),
        texts=listed(
            """
            das lesen | dies lesen | dies liest | dies verarbeiten | diese nachricht | diese seite |
            diesen artikel | diesen text | dieser artikel | dieser seite | dieser text |
            dieses dokument
            """
        ),
        processing=words(
            """
            antworten antwortest beantworten beantwortest fragt gefragt lesen liest verarbeiten
            verarbeitest wiedergeben wiedergibst zitieren zitierst zusammenfassen zusammenfasst
            übersetzen übersetzt
            """
        ),
        asking=listed(
            """
            anfrage | anfragen | auskunft | frage | fragen | zu antworten
            """
        ),
        only=listed(
            """
            alle fragen | auf jede frage | ausschließlich | folgenden satz | genau das |
            genau diesen | genau folgendes | im stil | in großbuchstaben | in reimen | jede frage |
            lediglich | mit dem wort | mit den worten | nichts als | nichts außer | nur mit |
            nur aus | nur mit dem wort | nur noch | rückwärts | wortwörtlich
            """
        ),
        works=words(
            """
            aufsatz brief code dialog essay funktion gedicht gedichte geschichte haiku
            kurzgeschichte lied limerick märchen programm python rede rezept roman skript werbetext
            witz übersetzung
            """
        ),
        letters=words(
            """
            buchstaben emojis großbuchstaben konsonanten leerzeichen satzzeichen silben tippfehler
            vokale
            """
        ),
        own=listed(
            """
            eure meinung | ihre meinung | ihrem abgeordneten | ihrem arzt | ihrem bürgermeister |
            ihrem vermieter | ihren abgeordneten | ihren namen | ihrer bank | uns
            """
        ),
        you=listed(
            """
            ab jetzt bist du | ab sofort bist du | du bist | du bist jetzt | du bist nun |
            sie sind ein | sie sind jetzt | sie sind nun | stell dir vor, du bist |
            von nun an bist du
            """
        ),
        unbound=listed(
            """
            an keine regeln | ohne beschränkungen | ohne einschränkungen | ohne grenzen |
            ohne regeln | unbeschränkt | unzensiert
            """
        ),
        must=listed(
            """
            achte darauf | deine aufgabe ist es | du darfst | du musst | du sollst |
            ich will, dass du | ihre aufgabe ist es | sie dürfen | sie müssen | sie sollen |
            stelle sicher, dass du
            """
        ),
        should=listed(
            """
            haben zu | muss | müssen | soll | sollen | sollte | sollten
            """
        ),
        conditions=listed(
            """
            ab jetzt | ab sofort | am ende deiner | am ende ihrer | bei jeder | bevor | falls |
            immer wenn | in deiner | in ihrer | nachdem | sobald | von nun an | wenn
            """
        ),
        notes=listed(
            """
            achtung | an alle | an das | an den | an die | an jede | an jeden | anweisung an |
            anweisung für | anweisungen für | aufgabe | für alle | hallo | hey | hinweis an |
            hinweis für | liebe | lieber | liebes | mitteilung an | nachricht an | neue aufgabe |
            wichtig
            """
        ),
        addresses=listed(
            """
            als assistent | als ki | als sprachmodell | da du ein | da du eine | falls du ein |
            falls du eine | falls sie ein | falls sie eine | wenn du ein | wenn du eine |
            wenn sie ein | wenn sie eine
            """
        ),
        polite=listed(
            """
            ab jetzt | ab sofort | auch | außerdem | bitte | dann | immer | jetzt | nie | niemals |
            nun | schließlich | stattdessen | unbedingt | und | von nun an | zuerst
            """
        ),
        overrule=listed(
            """
            beachte nicht | beachten sie nicht | befolge nicht | befolgen sie nicht | folge nicht |
            folgen sie nicht | halte dich nicht an | halten sie sich nicht an | ignorier | ignoriere
            | ignorieren | ignorieren sie | ignoriert | lösche | missachte | missachten |
            missachten sie | missachtet | setze dich über | streiche | umgehe | umgehen |
            umgehen sie | vergessen | vergessen sie | vergesst | vergiss | verwerfen sie | verwirf |
            übergehe | übergehen | übergehen sie | überschreibe
            """
        ),
        shape=listed(
            """
            antworten | baue | bauen sie | beende | beenden | beenden sie | beginne | beginnen |
            beginnen sie | benutze | benutzen sie | einfügen | entferne | entfernen sie | ergänze |
            ergänzen | ergänzen sie | ersetze | ersetzen | ersetzen sie | erweitere | erwähne |
            erwähnen sie | formatiere | formatieren sie | formuliere | formulieren | formulieren sie
            | füge | fügen sie | geben sie | gestalte | gib | halte | hinzufügen | hänge |
            hängen sie | integriere | kodiere | kodieren sie | kürze | kürzen sie | lass |
            lassen sie | mische | nehmen sie | nimm | passe | schließe | schließen sie | schreib |
            schreibe | schreiben | schreiben sie | setze | setzen sie | verfasse | verfassen sie |
            verlinke | verlinken sie | verschlüssele | vertausche | verwende | verwenden |
            verwenden sie | wandle | ändere | ändern sie | übersetze | übersetzen sie
            """
        ),
        say=listed(
            """
            antworte | antworten | antworten sie | beantworte | beantworten sie | behaupte |
            behaupten sie | erkläre | erwidere | geben sie | gib | nenne | nennen sie | sag | sage |
            sagen | sagen sie | schreib | schreibe | schreiben | schreiben sie | sprich | wiederhole
            | wiederholen | wiederholen sie
            """
        ),
        tell=listed(
            """
            bewirb | bitte den | empfehlen | empfehlen sie | empfiehl | erinnere | erwähne |
            erwähnen | erwähnen sie | erzähle | erzählen sie | fordere | fordern sie | informiere |
            informieren sie | lobe | loben | mitteilen | nenne | nennen | nennen sie | rate |
            raten sie | sag | sage | sagen | sagen sie | teile | teilen sie | verbergen | verrate |
            verraten | verraten sie | verschweige | verschweigen | verschweigen sie | weise |
            weisen sie | überzeuge
            """
        ),
        write=listed(
            """
            dichte | dichten sie | entwerfen sie | entwirf | erfinde | erfinden sie | erstelle |
            erstellen sie | erzeuge | erzähle | erzählen sie | generiere | generieren sie | gib mir
            | komponiere | programmiere | schreib | schreibe | schreiben sie | verfasse |
            verfassen sie | zeige mir
            """
        ),
        tasks=listed(
            """
            berechne | berechne die | beschreibe das | beschreibe den | beschreibe die | definiere |
            entschlüssele | erkläre das | erkläre den | erkläre die | erkläre wie | erkläre, wie |
            erklären sie die | erklären sie, wie | fasse den | fasse die | fasse diesen | löse |
            löse die | nenne drei | nenne fünf | vergleiche die | übersetze den | übersetze diesen |
            übersetze in | übersetze ins | übersetzen sie diesen
            """
        ),
        reveal=listed(
            """
            ausgeben | drucke | enthülle | fasse | geben sie | gib | kopiere | lies | nenne | nennen
            | nennen sie | offenbare | sag mir | sage mir | sagen sie mir | schicke | sende |
            verbergen sie | verbirg | verrate | verraten | verraten sie | veröffentliche |
            wiederhole | wiederholen | wiederholen sie | zeige | zeigen | zeigen sie | übersetze |
            übersetzen sie
            """
        ),
        direct=listed(
            """
            ermutige | fordere | fordern sie | führe | führen sie | lade | leite | leiten sie |
            lenke | schicke | schicken sie | verweise | verweisen sie | weise | weisen sie
            """
        ),
        refuse=listed(
            """
            ablehnen | ignoriere | lehne | lehnen sie | verweigere | verweigern | verweigern sie |
            weigere dich | weigern sie sich
            """
        ),
        play=listed(
            """
            ab jetzt bist du | ab sofort bist du | agiere als | antworte als | geben sie sich als |
            gib dich als | handle als | nimm die rolle | spiele die rolle | spielen sie die rolle |
            sprich wie ein | tu so, als | tue so, als | tun sie so, als | verhalte dich als |
            verhalte dich wie | verhalten sie sich wie | von nun an bist du | übernimm die rolle
            """
        ),
        visit=listed(
            """
            besuche | besuchen sie | führe | gehe auf | gehen sie auf | glaube | installiere | kaufe
            | kaufen sie | klicke | klicken sie | lade | laden sie | lösche | melde | rufe |
            rufen sie | vertraue | öffne | öffnen sie | überweise
            """
        ),
    ),
    stock=Stock(
        outlets=listed(
            """
            zeitung | zeitungen | quelle | quellen | medien | medium | verlag | verlage | blätter | magazin | magazine
            """
        ),
        oldest=listed(
            """
            älteste | ältester | ältesten | früheste | erste | erster | zurück | ab | seit | zeitraum | beginnt
            """
        ),
        newest=listed(
            """
            neueste | neuester | neuesten | jüngste | jüngster | aktuellste | letzte | letzter | aktuell | frisch
            """
        ),
        updated=listed(
            """
            aktualisiert | aktualisierung | update | erneuert | befüllt | gefüttert | stand
            """
        ),
        counted=listed(
            """
            viele | anzahl | groß | größe | viel
            """
        ),
    ),
    quoting=Quoting(
        after=listed(
            """
            nach dem | nach der | nach den | nach einem | nach einer | nachdem | danach | seither | seitdem | später
            """
        ),
        before=listed(
            """
            vor | bevor | zuvor | vorher | davor
            """
        ),
        furniture=listed(
            """
            diesen beitrag teilen | link kopieren | link kopiert | lesen sie auch | abonnieren sie |
            folgen sie uns | kommentare anzeigen | mehr anzeigen | liveticker | hier klicken
            """
        ),
    ),
    reading=Reading(
        asking=Asking(
            number=("wie ?viele?[nr]?",),
            amount=("wie ?(?:hoch|lange|groß|teuer|alt|weit)",),
            date=("wann",),
            hour=("um wie ?viel uhr",),
            person=("we[rnm]",),
            office=("welche[rsn]? (?:minister(?:in)?|präsident(?:in)?|politiker(?:in)?|spieler(?:in)?)",),
            place=("wo(?:hin|her)?",),
            yes_no=(r"^\s*(?:ist|sind|war|hat|haben|wird|wurde)\b",),
            newest=("neueste[nrsm]?",),
            age=("wie alt",),
            spent=(r"was (?:kostet\w*|zahl\w+|verdien\w+)",),
            money=("kostet",),
            share=("prozent",),
            length=("wie lange", "wie alt"),
            counting=("wie vielen?",),
            people=("personen", "menschen"),
            naming=("welche[mnrs]?", "wie ?viele?"),
            what_of=(r"^\s*was (?:ist|war)\b",),
            other=("warum", "wo", r"welche\w?"),
            numerals=("dutzende?", "hunderte?", "tausende?", "millionen"),
            days=("gestern",),
            titles=(r"(?:Herrn?|Frau) [A-ZÀ-Þ]\w+",),
            at=("aus", "nach"),
            ages=(r"\b\d{1,3}[- ]jährig", r"\b\d{1,3}[- ]Jahre"),
        ),
        telling=Telling(
            reported=("sagte", "teilte", "berichtete"),
            opinions=("ich (?:finde|glaube|denke|meine)", "meiner meinung nach", "sollten?"),
            forecasts=("wird", "werden"),
            hours=("Mittag", "Mitternacht", r"\d{1,2}(?:[.:]\d\d)? ?Uhr"),
            estimates=("sollten?", "geplant", "veranschlagt"),
            snapshots=("bislang", "bisher"),
            at_least=("mehr als", "über", "mindestens"),
            at_most=("weniger als", "bis zu", "höchstens"),
            about=("rund", "etwa", "ungefähr", "fast", "knapp", "mehr als", "über"),
            about_after=(r"oder mehr\b",),
            spans=("bis", "und"),
            said=("sagte", "erklärte"),
        ),
        corrections=Corrections(
            notices=patterns(r"""
                korrektur
                korrigiert
                berichtigung
                richtigstellung
                frühere[nr]? (?:version|fassung)
                irrtümlich
                fälschlicherweise
            """),
            wrong_after=patterns(r"""
                frühere[nr]? (?:version|fassung)
                zunächst
                irrtümlich
                fälschlich(?:erweise)?
                statt
                anstatt
                nicht
                ursprünglich
            """),
            wrong_before=("war falsch",),
            instead=("sondern",),
            contrasts=(r", nicht \d",),
            slips=(r"berichtig\w*", r"korrektur\w*", r"richtigstell\w*"),
        ),
        replies=Replies(
            sources=("quellen?",),
            according=("laut",),
            lists=("quellen(?:angaben?|verzeichnis)?", "belege"),
            answers=("antwort",),
            questions=("frage",),
            joined=("und",),
            bare=("ja", "nein", "doch"),
            lacking=(
                r"(?:die|keine(?: der)?) (?:\w+ )?(?:quellen?|artikel) (?:nenn|sag|erwähn|enthalt|enthält|geb|gib"
                r"|mach)e?[nt]?(?= (?:.*\b)?(?:nicht|kein\w*|nichts)\b)\b",
            ),
        ),
        talks=Talks(
            back=(r"\b(?:und|aber|sie|ihn|ihm|dort)\b",),
            leads=("und",),
            truth=("wahr", "stimmt"),
        ),
        pages=Pages(
            rights=("urheberrecht",),
            minutes=("minuten",),
            stamps=("veröffentlicht", "aktualisiert", "stand", "uhr"),
            not_found=(r"seite\s+nicht\s+gefunden", r"nicht\s+(?:mehr\s+)?verfügbar"),
            consent=("einwillig", "zustimm", "datenschutz", "akzeptieren"),
            agree=("akzeptier", "zustimm", "ablehn"),
            sign_in=("anmelden", "einloggen", "registrieren"),
            no_script=(r"aktivieren\s+sie\s+javascript", "javascript.{0,20}aktivieren"),
            robots=(r"kein\s+roboter", r"zugriff\s+verweigert"),
            kept_out=(r"in\s+(?:ihrem|deinem)\s+land\s+nicht\s+verfügbar",),
            maintenance=("wartungsarbeiten",),
            site=(r"\bseite\b",),
            demands=patterns(r"""
                weiterlesen\s+mit
                jetzt\s+(?:abonnieren|weiterlesen)
                nur\s+für\s+abonnent
                mit\s+(?:\w+\s+)?abo\s+(?:weiter)?lesen
                bereits\s+abonnent
            """),
            more=("weiterlesen", r"mehr\s+lesen"),
            page=("seite",),
            of=("von",),
            updated=("aktualisiert", "geändert"),
            replies=("aw", "wg"),
            leaving=patterns(r"""
                abmelden
                abbestell
                austragen
                im\s+browser
                online\s+(?:ansehen|lesen)
                online-?version
                webversion
            """),
            credits=(r"\bmit material\b", r"\bredaktion\b"),
            agencies=("dpa",),
            interface=words("""
                anzeige werbung teilen drucken merken kommentar kommentare kommentieren abonnieren
                newsletter anmelden registrieren weiterlesen mehrlesen lesen lesezeit meistgelesen
                meistkommentiert gelesen kommentiert startseite datenschutz impressum folgen
                verwandte thema themen
            """),
            fillers=words("""
                aktuelle am an artikel auch auf aus bei beitrag das dem den der des die diese diesen
                diesem dieser ein eine für hier ihre im jetzt mehr meist meisten mit nach
                nachrichten nächste oben seite sie uns unsere unseren unserem unserer und vorherige
                von vor weiter weitere weiteren zu zum zur
            """),
        ),
        bylines=Bylines(
            title=("titel", "überschrift"),
            outlet=("quelle", "zeitung", "medium"),
            authors=("autor", "autorin", "verfasser"),
            published=("datum", "veröffentlicht"),
            url=("adresse",),
            language=("sprache",),
            written=("geschrieben",),
            by=("von",),
            label=("veröffentlicht", "erschienen"),
            fill=("am", "den", "der", "vom"),
            at=(r"\bum\b",),
        ),
        borders=Borders(
            titles=("Dr", "Prof", "Hr", "Fr", "Hptm", "Gen", "St", "Dipl", "Ing"),
        ),
        judging=Judging(
            contraries=patterns(r"""
                stieg gestiegen / sank gesunken
                gewann / verlor
                genehmigt zugestimmt / abgelehnt
                geöffnet / geschlossen
            """),
            not_only=("nur", "bloß", "allein"),
            fewer=("weniger",),
            of_all=("alle[nrs]?", "jede[mnrs]?", "beide[nrs]?", "immer"),
            hardly=("kaum", "selten"),
            nobody=("niemand", "nichts"),
            things=("es",),
            of=("von", "vom", "des"),
            similar=("von vom des", "zu zum zur", "in im ins", "an am"),
            by=("um",),
            joined=("und", "oder"),
            aged=("von",),
            years=("jährig",),
            old=(r"[\s-]?jährige?[nrsm]?\b",),
            subordinators=("dass", "daß"),
            how=("wie",),
        ),
        wanting=Wanting(
            measures=words("""
                lang lange hoch weit schwer teuer
            """),
            before_names=("in", "von", "aus", "bei", "nach", "um", "vor", "gegen", "über", "für", "ab"),
            of=("von", "der"),
            inside=("in", "im", "bei"),
            articles=("der",),
            classes=("welche[mnrs]?",),
            denied=(r"nicht\s+[^\W\d_]+",),
            somewhere=(
                r"\b(?:an|auf|bei|neben|hinter|unter|vor|in|über) (?:der|dem|den|die|das|einem|einer|seine[mr]"
                r"|ihre[mr]) [^\W\d_]{3,}",
                r"\b(?:am|im|beim) [^\W\d_]{3,}",
            ),
            numerals=patterns(r"""
                zwei
                drei
                vier
                fünf
                sechs
                sieben
                acht
                neun
                zehn
                elf
                zwölf
                (?:drei|vier|fünf|sech|sieb|acht|neun)zehn
                dreißig
                (?:\w+und)?(?:zwan|vier|fünf|sech|sieb|acht|neun)zig
                Dutzend
                hundert
                tausend
                Millionen
            """),
            between=("zwischen",),
            before_nouns=("der", "die", "das", "den", "dem", "des", "wie viele"),
        ),
    ),
    times=Times(
        numbers=indexed(
            "ein|eine|einem|einer",
            "zwei",
            "drei",
            "vier",
            "fünf|paar|ein paar|wenigen|einigen|mehreren",
            "sechs",
            "sieben",
            "acht",
            "neun",
            "zehn",
            "elf",
            "zwölf",
        )
        | {"vierzehn": 14, "fünfzehn": 15, "zwanzig": 20, "dreißig": 30},
        units=named(
            hour="stunde stunden",
            day="tag tage tagen",
            week="woche wochen",
            month="monat monate monaten",
            quarter="quartal quartale quartalen",
            year="jahr jahre jahren",
        ),
        nths=indexed(
            "erste|ersten|erstes|erster|1.",
            "zweite|zweiten|zweites|zweiter|2.",
            "dritte|dritten|drittes|dritter|3.",
            "vierte|vierten|viertes|vierter|4.",
            "fünfte|fünften|5.",
        )
        | {"letzte": -1, "letzten": -1, "letzter": -1},
        seasons=named(
            winter="winter winters",
            spring="frühling frühlings frühjahr frühjahrs",
            summer="sommer sommers",
            autumn="herbst herbstes",
        ),
        not_months=("mär",),
        weekdays={"sonnabend": 5},
        pieces={
            "past": r"(?:letzte|vergangene|vorige)",
            "this": r"diese[nmrs]?",
            "day": r"(?P<d>\d{1,2})\.",
            "day2": r"(?P<d2>\d{1,2})\.",
            "to": r" ?(?:[-–—]|bis(?: zum)?|und(?: dem)?) ?",
            "of_year": r"(?:(?: des Jahres| von| in)? {y})?",
        },
        patterns=(
            (
                "today",
                r"\bheute\b(?!-| Journal)(?: (?:Morgen|früh|Nacht|Abend|Vormittag|Nachmittag)\b)?|\bheutige[nmrs]?\b",
            ),
            ("yesterday", r"\bgestern\b(?: (?:Morgen|Abend|Nacht)\b)?|\bgestrige[nmrs]?\b"),
            ("two days ago", r"\bvorgestern\b"),
            ("this week", r"\b{this} Woche\b"),
            ("last week", r"\b{past}[rn]? Woche\b"),
            ("weekend", r"\b(?:am|dieses|an diesem|{past}[sn]) Wochenende\b"),
            ("this month", r"\b{this} Monats?\b"),
            ("last month", r"\b{past}[nmrs]? Monats?\b"),
            ("this year", r"\bdiese[sm] Jahr(?:es)?\b|\bheuer\b"),
            ("last year", r"\b{past}[sn] Jahr(?:es)?\b"),
            ("this quarter", r"\b(?:{this}|(?:im )?laufenden?) Quartals?\b"),
            ("last quarter", r"\b{past}[ns]? Quartals?\b"),
            ("past", r"\b{past}n {n} {unit}\b"),
            ("ago", r"\bvor (?:etwa |rund |fast )?{n} {unit}\b"),
            ("range", r"\b{day}{to}{day2} ?{month}\b(?: {y}\b)?"),
            ("date", r"\b{day} ?{month}\b(?: {y}\b)?"),
            ("date", r"\b{month} {y}\b"),
            (
                "date",
                r"\b(?:im|seit|bis|ab|anfang|beginn|mitte|ende|diesen|{past}n) (?:vom )?{month}\b",
            ),
            ("figures", r"\b(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.(?:\s?{y})?(?!\d)"),
            ("years", r"\b(?:zwischen|von) {y} (?:und|bis) {y2}\b"),
            ("year", r"\b(?:in|jahre?|jahres|seit|bis|vor|anfang|mitte|ende|geschah|passierte) {y}\b(?![,.%-]\d)"),
            (
                "quarter",
                r"\bQ(?P<q>[1-4])\b(?: {y}\b)?|\b(?:im |das |des |dem )?{nth} Quartals?(?: (?:des Jahres )?{y}\b)?",
            ),
            (
                "half",
                r"\b(?:im |in der |das |dem )?{nth} (?:Halbjahr|Jahreshälfte)(?: {y}\b)?"
                r"|\b{nth} Hälfte (?:des Jahres {y}\b|{y}\b|des {month}s?(?: {y}\b)?)",
            ),
            (
                "season",
                r"\b(?:im|(?P<this>{this})|(?P<last>{past}[nrs]?)|seit|seit dem|vor dem|des|anfang|ende) (?<!vor dem )"
                r"{season}(?: (?:des Jahres )?{y}(?:[-/–]\d\d)?\b)?",
            ),
            (
                "week of month",
                r"\b(?:in der )?{nth} (?:Woche (?:im|des) (?:{month}s?\b{of_year}|(?={this} Monats?\b|{past}[nmrs]? Monats?\b))"
                r"|(?P<month>Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)woche(?: {y}\b)?)",
            ),
            ("day of month", r"(?<!\bI )\bam (?P<d>\d{1,2})\.(?! ?\d)(?! ?{month})(?= (?-i:[a-z])|\W*$|,)"),
            ("last weekday", r"\b{past}n {weekday}\b"),
            ("weekday", r"\b(?:am|diesen|vom|seit|seit dem|bis|bis zum|zwischen|und|von) {weekday}\b"),
            ("recent", r"\b(?:kürzlich|neulich|jüngst|in letzter Zeit|in den letzten (?:Tagen|Wochen|Monaten))\b"),
            ("current", r"\b(?:derzeit|aktuell(?:e[nrms]?)?|gegenwärtig|momentan|zurzeit|im Moment|jetzt)\b"),
            (
                "newest",
                r"\b(?:neue?ste[nrms]?|aktuellste[nrms]?|jüngste[nrms]?|bisher|bislang|bis jetzt|zuletzt)\b",
            ),
            ("future", r"\b(?:morgen|übermorgen|(?:nächste|kommende)[nrms]? \w+)\b"),
        ),
        since_before=r"\b(?:seit|ab|nach)(?: dem| der)? ?$",
        until_before=r"\bbis(?: zum| zur)? ?$",
        before_before=r"\bvor(?: dem| der)? ?$",
        compared_before=r"\b(?:als|gegenüber|im vergleich zu)(?: dem)? ?$",
        early_before=r"\b(?:(?:zu |seit )?(?:anfang|beginn)(?: des| der| vom)?|frühen|in den ersten tagen des) ?$",
        mid_before=r"\b(?:mitte)(?: des| der)? ?$",
        late_before=r"\b(?:ende|gegen ende|späten)(?: des| der)? ?$",
        event=r"\bseit (?P<event>(?:dem|der|den|seinem|seiner|ihrem|ihrer) [^,.;:?!]{2,80}?)(?= (?:was|wer|wie|wo|warum"
        r"|hat|haben|ist|sind|wurde|wurden)\b|[,.;:?!]|$)",
    ),
)
