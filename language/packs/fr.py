"""French."""

from language.pack import Pack, Questions, Statements, Talk, phrases, words

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
    statements=Statements(
        denying=words(
            """
            nie nient nié niait nier dément démentent démenti démentait démentir exclut exclu excluent exclure écarte
            écarté réfute réfuté réfutent conteste contesté contestent sans improbable impossible évité empêché
            empêche ni
            """
        )
        | phrases(
            """
            aucune preuve
            pas de preuve
            pas de preuves
            aucun indice
            aucun signe
            aucun élément
            rejeté les accusations
            rejette les accusations
            refuse de
            refusé de
            refusent de
            au lieu de
            plutôt que
            sans que
            """
        ),
        refuting=words(
            """
            faux fausse fausses faussement mythe mythes mensonge mensonges mensonger mensongère infondé infondée
            infondés infondées canular intox inventé inventée désinformation inexact inexacte erroné erronée
            """
        ),
        doubting=words(
            """
            doute doutent douté doutait doutes douteux rumeur rumeurs prétendument présumé présumée supposé supposée
            soupçonne soupçonnent soupçonné soupçons soupçon craint craignent craignait craindre crainte craintes
            croit croient croyait pense pensent pensait estime estiment prétend prétendent prétendu peut-être
            probablement apparemment allègue allégations accuse accusent accusé accusée accusation accusations aurait
            auraient serait seraient semble semblent semblait espère espèrent avertit averti
            """
        )
        | phrases(
            """
            sans doute
            non confirmé
            non confirmée
            """
        ),
        asking=words(
            """
            si
            """
        )
        | phrases(
            """
            demande si
            ignore si
            est-il vrai
            est-ce que
            on ignore
            savoir si
            """
        ),
        conditioning=words(
            """
            si s'il s'ils
            """
        )
        | phrases(
            """
            à moins que
            à condition
            en cas de
            pourvu que
            """
        ),
        planning=words(
            """
            prévoit prévoient prévu prévue prévus prévoyait compte comptent comptait veut veulent voulait voulaient
            souhaite souhaitent souhaitait envisage envisagent envisagé projette propose proposé proposent proposition
            promet promis promettent menace menacé menacent demande demandé demandent exige exigé exigent ordonne
            ordonné ordonnent tente tenté tentent essaie essayé va vont allait allaient
            """
        )
        | phrases(
            """
            afin de
            pour que
            appelle à
            appelé à
            """
        ),
        retracting=words(
            """
            rétracte rétracté rétractation rectificatif correction corrigé retire retiré retirons erratum
            """
        )
        | phrases(
            """
            version précédente
            par erreur
            à tort
            """
        ),
        negations=words(
            """
            ne n pas jamais aucun aucune personne rien nulle plus guère peu
            """
        ),
        future=words(
            """
            sera seront aura auront fera feront ira iront pourra pourront devra devront va vont viendra tiendra
            ouvrira verra saura faudra
            """
        ),
        possible=words(
            """
            peut peuvent pourrait pourraient doit doivent devrait devraient pu dû
            """
        ),
        past=words(
            """
            était étaient avait avaient fut furent eut
            """
        ),
        reporting=words(
            """
            dit disent disait déclare déclaré déclarent annonce annoncé annoncent selon indique indiqué indiquent
            explique expliqué expliquent précise précisé affirme affirmé affirment rapporte rapporté ajoute ajouté
            confirme confirmé raconte raconté écrit communiqué informé
            """
        ),
        binding=phrases(
            """
            parce cause causé causer raison car donc conséquence grâce suite dû
            après
            avant
            depuis
            jusque jusqu
            pendant durant
            tandis
            bien malgré
            seulement uniquement seul seule
            tout toute tous toutes chaque deux
            quelques plusieurs certains certaines
            plupart majorité
            beaucoup nombreux
            moitié
            plus de
            moins de
            au moins
            premier première
            dernier dernière
            nouveau
            aussi également
            contre
            sans
            sauf
            fois
            """
        ),
        grammar=words(
            """
            le la les l un une des du de d à au aux en dans sur sous par pour avec sans chez vers entre depuis pendant
            après avant contre selon et ou que qu qui quoi dont où quand comme ce c cet cette ces cela ça il elle ils
            elles on lui leur leurs se s son sa ses je j me m nous notre vous y est sont était étaient été être soit a
            ont avait avaient eu avoir ait fut sera seront ne n pas plus aussi très déjà encore mais car si même ainsi
            puis alors m. mme monsieur madame t afin
            """
        ),
        prepositions=words(
            """
            de d du des à au aux en dans sur sous par pour avec sans chez vers entre depuis pendant après avant contre
            selon comme dès
            """
        ),
        agents=words(
            """
            par
            """
        ),
        passives=words(
            """
            est sont était étaient été être fut furent sera seront soit
            """
        ),
        finite=words(
            """
            est sont était étaient a ont avait avaient fut sera seront aura fait font faisait peut peuvent doit
            doivent va vont dit disent veut veulent prend prit met mit vient tient voit sait soit ait reste restent
            quitte donne passe porte rejette
            """
        ),
        contrasts=words(
            """
            mais tandis cependant
            """
        )
        | phrases(
            """
            alors que
            """
        ),
        joints=words(
            """
            et ou mais que qu parce car pendant quand lorsque où comme tandis puisque
            """
        ),
        endings=words(
            """
            ait aient era eront ira iront èrent irent
            """
        ),
        pronouns=words(
            """
            il elle ils elles lui leur leurs son sa ses qui se le la les
            """
        ),
    ),
)
