"""French."""

from language.pack import Pack, Questions, Talk, phrases, words

PACK = Pack(
    code="fr",
    name="français",
    reviewed=False,
    function_words=words(
        """
        le les du une est sont était qui quoi quel quelle quels quelles où quand comment pourquoi combien et
        ou dans sur par pour avec sans ce cette ces il elle ils elles ne pas plus
        """
    ),
    talk=Talk(
        greetings=phrases(
            """
            bonjour
            bonjour à tous
            bonsoir
            salut
            coucou
            """
        ),
        thanks=phrases(
            """
            merci
            merci beaucoup
            un grand merci
            mille mercis
            merci d'avance
            """
        ),
        farewells=phrases(
            """
            au revoir
            à bientôt
            à demain
            bonne nuit
            """
        ),
    ),
    questions=Questions(
        openings=phrases(
            """
            qui est
            qui était
            qui a
            qui sont
            qui ont
            qu'est ce
            qu'est-ce
            que s'est-il
            que fait
            que dit
            que se
            quel est
            quelle est
            quels sont
            quelles sont
            quel âge
            quand est
            quand a
            où est
            où se
            où a
            pourquoi le
            pourquoi la
            pourquoi les
            comment s'appelle
            comment est
            combien de
            combien d
            est-ce que
            est-ce qu
            y a-t-il
            à qui
            de quoi
            """
        )
    ),
)
