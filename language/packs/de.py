"""German."""

from language.pack import Pack, Questions, Statements, Talk, phrases, words

PACK = Pack(
    code="de",
    name="Deutsch",
    reviewed=False,
    function_words=words(
        """
        der die das den dem des ein eine einer eines einem einen und oder aber wer wen wem wessen was wann
        wo wohin woher warum wieso wie viele viel welche welcher welches welchen welchem ist sind war waren
        wird werden wurde wurden hat haben hatte hatten im in am an auf aus bei mit nach von vom vor zu zum
        zur über unter um für durch nicht auch als es er sie ich wir ihr sich so nur noch dass daß seit bis
        """
    ),
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
        )
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
            wies zurück
            weist zurück
            """
        ),
        refuting=words(
            """
            falsch fälschlich unwahr mythos märchen lüge lügen falschmeldung falschmeldungen fake erfunden haltlos
            unbegründet unzutreffend ente desinformation
            """
        )
        | phrases(
            """
            trifft nicht zu
            stimmt nicht
            """
        ),
        doubting=words(
            """
            bezweifelt bezweifelte bezweifeln zweifel zweifelt zweifelte zweifeln gerücht gerüchte gerüchten angeblich
            mutmaßlich vermeintlich vermutlich vermutet vermuten vermutete unbestätigt unbestätigte unbestätigten
            behauptet behauptete behaupten behauptung behauptungen verdacht verdächtigt verdächtigte befürchtet
            befürchten befürchtete fürchtet fürchten fürchtete glaubt glauben glaubte meint meinen meinte denkt denken
            dachte hofft hoffen hoffte möglicherweise vielleicht womöglich wohl anscheinend scheint spekulation
            spekulationen spekuliert wirft warf vorgeworfen vorwurf vorwürfe beschuldigt beschuldigte soll sollen
            warnt warnte warnen
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
            mehr als über
            weniger als unter
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
        endings=words(
            """
            te ten tet iert ierte ierten
            """
        ),
        pronouns=words(
            """
            er sie es sein seine seinen seinem seiner ihr ihre ihren ihrem ihrer ihm ihn ihnen der die das dessen
            deren
            """
        ),
    ),
)
