"""German."""

from language.pack import Pack, Questions, Talk, phrases, words

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
)
