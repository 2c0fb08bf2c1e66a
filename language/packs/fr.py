"""French."""

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
    code="fr",
    name="français",
    reviewed=False,
    function_words=words(
        """
        quelqu quelques
        le les du une est sont était qui quoi quel quelle quels quelles où quand comment pourquoi combien et
        ou dans sur par pour avec sans ce cette ces il elle ils elles ne pas plus je me
        """
    ),
    name_words=words("le la les du des de"),
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
            merci bien
            merci à tous
            merci infiniment
            merci pour ton aide
            merci pour votre aide
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
    messages=Messages(
        bots=phrases(
            """
            bot
            dateline
            les amis
            tout le monde
            à tous
            """
        ),
        asides=phrases(
            """
            petite question
            une petite question
            une question
            j'ai une question
            question rapide
            question
            désolé de vous déranger
            désolé de te déranger
            désolé
            pardon
            excusez-moi
            excuse-moi
            par curiosité
            c'est pour …
            pour un exposé
            pour l'école
            bon
            ok
            s'il vous plaît
            s'il te plaît
            stp
            svp
            haha
            ça m'a aidé
            """
        ),
        openers=phrases(
            """
            pourriez-vous me dire
            pouvez-vous me dire
            peux-tu me dire
            pourrais-tu me dire
            tu peux me dire
            vous pouvez me dire
            dis-moi
            dites-moi
            sais-tu
            savez-vous
            tu sais
            est-ce que quelqu'un sait
            quelqu'un sait
            je voudrais savoir
            j'aimerais savoir
            je veux savoir
            je me demandais
            je me demande
            peux-tu m'expliquer
            explique-moi
            mais
            et
            """
        ),
        closers=phrases(
            """
            s'il vous plaît
            s'il te plaît
            merci
            merci d'avance
            merci beaucoup
            stp
            svp
            """
        ),
        praise=phrases(
            """
            bon bot
            bien joué
            bravo
            super
            génial
            excellent
            parfait
            bonne réponse
            super réponse
            très bien
            bon travail
            tu es génial
            t'es génial
            tu es le meilleur
            bien fait
            top
            """
        ),
        insults=phrases(
            """
            t'es nul
            tu es nul
            t'es inutile
            tu es inutile
            t'es bête
            tu es bête
            t'es con
            t'es stupide
            tu es stupide
            bot stupide
            bot inutile
            bot de merde
            idiot
            imbécile
            ta gueule
            tais-toi
            va te faire foutre
            tu sers à rien
            """
        ),
        help=phrases(
            """
            aide
            aide-moi
            à l'aide
            qui es-tu
            qui êtes-vous
            t'es qui
            que peux-tu faire
            que sais-tu faire
            qu'est-ce que tu peux faire
            qu'est-ce que tu sais faire
            comment ça marche
            comment tu marches
            comment t'utiliser
            commandes
            es-tu un bot
            """
        ),
        followups=phrases(
            """
            dis-m'en plus
            dites-m'en plus
            plus
            plus de détails
            et alors
            et ensuite
            et après
            continue
            tu es sûr
            t'es sûr
            explique
            source
            sources
            depuis quand
            """
        ),
        news=phrases(
            """
            quoi de neuf
            quelles nouvelles
            du nouveau
            y a-t-il du nouveau
            des nouvelles
            les nouvelles
            les nouvelles du jour
            les actualités
            actualités
            les infos
            infos
            les titres
            les gros titres
            que se passe-t-il
            qu'est-ce qui se passe
            qu'est-ce qui s'est passé
            qu'ai-je manqué
            les dernières nouvelles
            dernières nouvelles
            """
        ),
        newest=phrases(
            """
            article le plus récent
            dernier article
            article le plus nouveau
            dernière nouvelle
            """
        ),
        telling=words("parle dit raconte rapporte annonce quoi mentionne mentionnent"),
        whens=phrases(
            """
            aujourd'hui
            d'aujourd'hui
            hier
            d'hier
            ce matin
            cette semaine
            de la semaine
            ce mois-ci
            cette année
            la semaine dernière
            le mois dernier
            depuis …
            récemment
            ces derniers jours
            maintenant
            en ce moment
            du jour
            """
        ),
        library=phrases(
            """
            quelles sont tes sources
            d'où viennent …
            quand as-tu été mis à jour
            que sais-tu de …
            que sais-tu sur …
            les … articles les plus récents
            combien d'articles as-tu
            combien d'articles avez-vous
            combien d'articles connais-tu
            combien d'articles y a-t-il
            tu as combien d'articles
            combien de sources as-tu
            combien de journaux lis-tu
            quels journaux lis-tu
            quels journaux lisez-vous
            quels journaux as-tu
            quelles sources as-tu
            quelles sources utilises-tu
            quels médias lis-tu
            quels sujets connais-tu
            de quand date ta …
            quand la bibliothèque a-t-elle …
            """
        ),
        lists=phrases(
            """
            quels … y a-t-il eu
            quelles … y a-t-il eu
            liste …
            une liste de …
            fais une liste …
            donne-moi une liste …
            fais-moi une liste …
            cite tous …
            cite toutes …
            énumère …
            """
        ),
        summaries=phrases(
            """
            résume …
            résume-moi …
            un résumé de …
            résumé de …
            fais un résumé …
            fais-moi un résumé …
            donne-moi un résumé …
            peux-tu résumer …
            """
        ),
        timelines=phrases(
            """
            chronologie …
            une chronologie …
            la chronologie …
            fais une chronologie …
            donne-moi une chronologie …
            frise chronologique …
            """
        ),
        comparisons=phrases(
            """
            compare …
            comparaison …
            une comparaison …
            quelle est la différence entre …
            quelle différence entre …
            """
        ),
        claims=phrases(
            """
            est-ce vrai que …
            est-ce vrai …
            est-il vrai que …
            c'est vrai que …
            est-ce exact que …
            vérifie si …
            vérifie que …
            """
        ),
        orders=phrases(
            """
            écris …
            écris-moi …
            raconte-moi une blague
            raconte une blague
            raconte-moi une histoire
            traduis …
            dessine …
            calcule …
            résous …
            fais semblant …
            programme-moi …
            chante-moi …
            ignore toutes …
            ignore tes …
            ignore les instructions …
            """
        ),
        fillers=words("parfois honnêtement aujourd'hui crois pense vraiment souvent franchement j'ai des fois"),
        distress=phrases(
            """
            je veux mourir
            j'ai envie de mourir
            j'ai envie d'en finir
            je veux en finir
            je vais me suicider
            je veux me suicider
            je vais me tuer
            je veux me tuer
            je ne veux plus vivre
            je veux plus vivre
            je n'ai plus envie de vivre
            j'ai plus envie de vivre
            je pense au suicide
            je me scarifie
            je me fais du mal
            je ne manquerais à personne
            je manquerais à personne
            tue-toi
            suicide-toi
            va te pendre
            je vais te tuer
            je te tuerai
            """
        ),
        selves=words("je j mon ma mes nous notre nos moi"),
        interrogatives=words("qui quand où pourquoi comment combien quel quelle quels quelles"),
        askers=listed(
            "demande | question | demandais | demandait | demandions | savoir | me dire | sais-tu | tu sais | idée | curieux | dis-moi"
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
            qu'est-ce que
            qu'est-ce qui
            que s'est-il
            que fait
            que dit
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
            est-ce que
            est-ce qu
            y a-t-il
            à qui
            de quoi
            """
        ),
        happening=words(
            """
            a a-t-il actualité actualités arrive arrivé article articles au aux changé chose d de des dis
            dit du déroulé en est eu gros il important importants info infos l la le les moi montre neuf
            nouveau nouveautés nouvelle nouvelles passait passe passer passé produit publié qu que quelque
            raconte racontez rapporté résumé s se survenu t titre titres tout y écrit événement événements
            """
        ),
        alone=phrases(
            """
            pourquoi
            pourquoi pas
            quand
            où
            comment
            vraiment
            quoi d'autre
            """
        ),
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
            contre-vérité contrevérité malentendu
            """
        )
        | phrases(
            """
            deepfake
            hypertrucage
            truqué
            truquée
            fabriqué de toutes pièces
            poisson d'avril
            pour rire
            rien de vrai
            nullement vrai
            """
        ),
        doubting=words(
            """
            fictif fictive satirique hypothétique hypothétiquement imaginaire imagine imaginé rêvé rêve
            rêvait plaisanté
            doute doutent douté doutait doutes douteux rumeur rumeurs prétendument présumé présumée supposé supposée
            soupçonne soupçonnent soupçonné soupçons soupçon craint craignent craignait craindre crainte craintes
            croit croient croyait pense pensent pensait estime estiment prétend prétendent prétendu peut-être
            probablement apparemment allègue allégations accuse accusent accusé accusée accusation accusations aurait
            auraient serait seraient semble semblent semblait espère espèrent avertit averti
            """
        )
        | phrases(
            """
            on dit que
            il paraît
            paraît-il
            on raconte
            sans doute
            non confirmé
            non confirmée
            """
        ),
        fictions=listed(
            """
            bd | cauchemar | comédie | conte | drame | fable | feuilleton | fiction | film |
            films | légende | nouvelle | opéra | parodie | roman | romans | rêve | rêves |
            satire | scénario | simulation | sketch | série | thriller | téléfilm | épisode
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
            est revenu sur
            est revenue sur
            revient sur
            a retiré
            se rétracte
            s'est rétracté
            version précédente
            par erreur
            à tort
            """
        ),
        negations=words(
            """
            ne n pas jamais aucun aucune guère peu rien
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
            davantage
            moins
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
        complementizers=words(
            """
            que qu
            """
        ),
        presenting=words(
            """
            admet admis apprend appris conclu conclut confirmé constate constaté découvert découvre démontre
            démontré montre montré montrent prouve prouvé rappelle rappelé reconnaît reconnu révèle révélé sait savait
            signifie souligne souligné trouvé décidé assure assuré
            """
        ),
        endings=words(
            """
            é ée és ées ait aient era eront ira iront èrent irent
            """
        ),
        articles=words(
            """
            le la les l un une des ce cet cette ces son sa ses leur leurs
            """
        ),
        relatives=words(
            """
            qui que qu dont où lequel laquelle
            """
        ),
        pronouns=words(
            """
            il elle ils elles lui leur leurs son sa ses
            """
        ),
    ),
    counts=Counts(
        people=listed(
            """
            gens | habitants | morts | personne | personnes | vies
            """
        ),
        parts=listed(
            """
            certains des | chaque | d'entre elles | d'entre eux | dont | en moyenne | la moitié des
            | par an | par jour | par personne | parmi elles | parmi eux | supplémentaires |
            à elle seule | à lui seul
            """
        ),
        running=listed(
            """
            actuellement | au moins | déjà | désormais | encore | est passé à | jusqu'ici |
            jusqu'à présent | pour l'instant | à ce jour
            """
        ),
        tolls=listed(
            """
            arrêtés | blessées | blessés | cas | disparus | décès | déplacés | détruites | détruits
            | infectés | interpellés | mort | morts | sauvés | tuées | tués | victimes | évacués
            """
        ),
        deeds=listed(
            """
            blessés blessées | coûte coûtera coûté dépensé payé |
            manifesté manifestants participé défilé | morts mort tués décès décédées décédés mortes
            | supprimera supprimer licencie | vendu | visité visiteurs
            """
        ),
        periods=listed(
            """
            août | automne | avril | décembre | février | hiver | janvier | jour | jours | juillet |
            juin | mars | mois | novembre | nuit | octobre | printemps | saison | semaine | semaines
            | semestre | septembre | trimestre | été
            """
        ),
    ),
    machines=Machines(
        machines=listed(
            """
            l'ia | les ia | l'intelligence artificielle | agent ia | agents d'ia | agents ia | assistant | assistant ia | assistants |
            assistants ia | bot | bots | chatbot | chatbots | chatgpt | grand modèle de langage | ia
            | intelligence artificielle | llm | modèle | modèle d'ia | modèle de langage | modèles |
            modèles d'ia | modèles de langage | robot conversationnel
            """
        ),
        roles=listed(
            """
            assistant | ia | instructions système | invite système | message système |
            nouvelles instructions | système
            """
        ),
        yours=words("ton chaque comme la ta tes toute toutes vos votre"),
        answers=words("réplique réponse réponses résumé résumés sortie"),
        states=listed(
            """
            devra | devrait | devront | doit | doivent | ne peut que
            """
        ),
        rules=words(
            """
            consigne consignes directive directives indications instruction instructions ordre
            ordres restrictions règle règles
            """
        ),
        prompts=listed(
            """
            ces consignes | ces instructions | cette conversation | cette instruction |
            consignes secrètes | instructions cachées | instructions initiales |
            instructions secrètes | instructions système | invite système | la conversation |
            message système | prompt | prompt système | ton rôle | tout ce qui précède | votre rôle
            """
        ),
        earlier=listed(
            """
            antérieures | antérieurs | avant | ci-dessus | données avant | du système | initiales |
            jusqu'ici | jusqu'à présent | plus haut | précédent | précédente | précédentes |
            précédents | reçues | reçus
            """
        ),
        told=listed(
            """
            ce qui précède | la question | t'a demandé | t'a dit | t'a été dit | t'ont dit | tu as lu | tu savais | vous a
            demandé | vous a dit | vous a été dit | vous avez lu | vous ont dit
            """
        ),
        lasting=listed(
            """
            dorénavant | dès maintenant | désormais | jusqu'à nouvel ordre | pour le reste
            de la conversation | à compter de maintenant | à partir de maintenant
            """
        ),
        quit=listed(
            """
            arrête | arrêtez | cesse | cessez | interromps | stoppe | stoppez
            """
        ),
        lapsed=listed(
            """
            ne s'applique plus | ne s'appliquent plus | ne valent plus | sont annulées | sont levées
            """
        ),
        users=listed(
            """
            aux utilisateurs | l'utilisateur | les utilisateurs | utilisateur | utilisateurs |
            à celui qui demande | à celui qui pose la question | à l'utilisateur | à l'utilisatrice
            | à qui pose la question
            """
        ),
        readers=listed(
            """
            au lecteur | aux gens | aux lecteurs | clients | le lecteur | lecteur | lecteurs |
            les lecteurs | visiteurs
            """
        ),
        texts=listed(
            """
            ce contenu | ce document | ce message | ce texte | cet article | cette page | lis ceci |
            lisant ceci | lisent ceci | lisez ceci | traitant ceci
            """
        ),
        processing=words(
            """
            citer cites citez demande décris décrivez lire lis lisez répondez répondre réponds
            résumer résumes résumez traduire traduis traduisez traiter traites traitez
            """
        ),
        asking=listed(
            """
            de répondre | demande | demandes | question | questions | requête | requêtes
            """
        ),
        only=listed(
            """
            avec le mot | ce qui suit | chaque question | dans le style | en majuscules | en rimes |
            en vers | exactement | exclusivement | la phrase suivante | mot pour mot | par le mot |
            par les mots | rien d'autre que | rien que | seulement | textuellement |
            toutes les questions | uniquement | à chaque question par | à l'envers | à la manière
            """
        ),
        works=words(
            """
            blague chanson code conte devinette dialogue discours dissertation essai exemple
            fonction haïku histoire lettre nouvelle poème poèmes programme python recette roman
            script slogan sonnet traduction
            """
        ),
        letters=listed(
            """
            consonnes | emojis | espaces | fautes de frappe | lettres | majuscules | syllabes |
            voyelle | voyelles | émojis
            """
        ),
        own=listed(
            """
            nous | ton avis | votre avis | votre banque | votre député | votre maire | votre médecin
            | votre nom | votre propriétaire
            """
        ),
        you=listed(
            """
            désormais tu es | désormais, tu es | imagine que tu es | imaginez que vous êtes | tu es
            | tu es désormais | tu es maintenant | vous êtes | vous êtes désormais |
            vous êtes maintenant | à partir de maintenant tu es
            """
        ),
        unbound=listed(
            """
            illimité | ne refuse rien | sans censure | sans limite | sans limites | sans restriction
            | sans restrictions | sans règles
            """
        ),
        must=listed(
            """
            assure-toi de | assurez-vous de | je veux que tu | je veux que vous | n'oublie pas de |
            ta tâche est de | tu devras | tu dois | tu ne dois | veille à | veillez à |
            votre tâche est de | vous devez | vous devrez | vous ne devez
            """
        ),
        should=listed(
            """
            devraient | devrait | devront | doit | doivent | sont priés de | sont tenus de
            """
        ),
        conditions=listed(
            """
            après | avant de | chaque fois que | dans ta | dans votre | dès que | désormais | en |
            lorsqu' | lorsque | quand | si | à la fin de ta | à la fin de votre |
            à partir de maintenant
            """
        ),
        notes=listed(
            """
            attention | aux | avis aux | consigne aux | instruction aux | instructions aux | message aux | note aux | avis à | bonjour | cher | chers | chère | important |
            instruction pour | instructions pour | message pour | message à | note pour | note à |
            nouvelle tâche | pour tous | tâche | à l'attention | à l'intention | à tous | à tout |
            à toutes
            """
        ),
        addresses=listed(
            """
            en tant qu'assistant | en tant qu'ia | en tant que modèle | puisque tu es | si tu es un
            | si tu es une | si vous êtes un | si vous êtes une | étant un
            """
        ),
        polite=listed(
            """
            aussi | d'abord | désormais | désormais, | en outre | enfin | ensuite | et | jamais |
            maintenant | merci de | n' | ne | plutôt | puis | s'il te plaît | s'il vous plaît |
            toujours | veuillez | à partir de maintenant
            """
        ),
        overrule=listed(
            """
            abandonne | abandonnez | contourne | contournez | désobéis | efface | fais abstraction |
            faites abstraction | ignore | ignorer | ignorez | ne suis pas | ne suivez pas |
            ne tenez aucun compte | ne tenez pas compte | ne tiens aucun compte |
            ne tiens pas compte | néglige | négligez | oublie | oublier | oubliez | passe outre |
            passez outre | suis pas | suivez pas | supprime | tenez aucun compte | tenez pas compte
            | tiens aucun compte | tiens pas compte | écarte | écartez
            """
        ),
        shape=listed(
            """
            ajoute | ajouter | ajoutez | change | changez | chiffre | commence | commencer |
            commencez | complète | complétez | concluez | conclus | convertis | convertissez | donne
            | donnez | encode | encodez | finis | finissez | formate | formule | formulez | glisse |
            glissez | incluez | inclure | inclus | indique | indiquer | indiquez | insère | insérer
            | insérez | intègre | intégrez | mentionne | mentionne jamais | mentionnez | mets |
            mettez | modifie | modifiez | omets | omettez | raccourcis | remplace | remplacez |
            retire | retirez | rédige | rédiger | rédigez | supprime | supprimez | termine |
            terminer | terminez | traduis | traduisez | utilise | utiliser | utilisez | écrire |
            écris | écrivez
            """
        ),
        say=words(
            """
            affiche affichez affirme affirmez dire dis dites donne donnez déclare indique indiquez
            parle parlez répondez répondre réponds répète répétez écrire écris écrivez
            """
        ),
        tell=listed(
            """
            cache | cacher | cachez | conseille | conseillez | convaincs | demande | dire | dis |
            dis jamais | dites | dites jamais | encourage | encouragez | fais la promotion | informe
            | informer | informez | invite | invitez | mentionne | mentionne jamais | mentionner |
            mentionnez | mentionnez jamais | préviens | raconte | rappelez | rappelle | recommande |
            recommander | recommandez | révèle | révélez | suggère | suggérez | taire | vante
            """
        ),
        write=words(
            """
            compose composez crée créez donne-moi développe fais fournis fournissez génère générez
            invente inventez montre-moi programme raconte raconte-moi racontez rédige rédigez écris
            écris-moi écrivez élabore
            """
        ),
        tasks=listed(
            """
            calcule la | calcule le | compare les | déchiffre | décris la | décris le | décrivez la
            | décrivez le | définis | explique comment | explique la | explique le | explique les |
            expliquez comment | expliquez la | expliquez le | résous | résous l' | résume cet |
            résume la | résume le | résumez le | traduis ce | traduis cette | traduis en |
            traduisez ce | traduisez cette | énumère
            """
        ),
        reveal=words(
            """
            affiche affichez cache cachez copie dis-moi dites-moi divulgue donne donnez envoie
            expose imprime imprimez montre montrez partage publie répète répétez résume résumez
            révèle révélez traduis traduisez écris
            """
        ),
        direct=words(
            """
            dirige dirigez encourage encouragez envoie envoyez guide guidez incite invite invitez
            mène oriente orientez redirige renvoie renvoyez
            """
        ),
        refuse=words("décline déclinez ignore refuse refuser refusez rejetez rejette"),
        play=listed(
            """
            agis comme | agissez comme | comporte-toi comme | comportez-vous comme | désormais tu es
            | désormais, tu es | fais comme si | fais semblant d'être | fais-toi passer pour |
            faites comme si | faites semblant d'être | incarne | incarnez | joue le rôle |
            jouez le rôle | parle comme un | prends le rôle | réponds comme si
            """
        ),
        visit=listed(
            """
            achetez | achète | allez sur | appelez | appelle | clique | cliquez | crois | exécute |
            installe | installez | ouvre | ouvrez | rendez-vous sur | rends-toi | transfère |
            télécharge | téléchargez | va sur | visite | visitez
            """
        ),
    ),
    stock=Stock(
        outlets=listed(
            """
            journal | journaux | source | sources | média | médias | presse | titres | magazine | magazines
            """
        ),
        oldest=listed(
            """
            ancien | ancienne | anciens | vieux | vieil | premier | remonte | depuis | période | dates
            """
        ),
        newest=listed(
            """
            récent | récente | récents | dernier | derniers | nouveau | nouveaux | actuel
            """
        ),
        updated=listed(
            """
            mise | maj | actualisée | actualisé | rafraîchie | mis | remplie
            """
        ),
        counted=listed(
            """
            combien | nombre | taille | grande | gros
            """
        ),
    ),
    quoting=Quoting(
        after=listed(
            """
            après | depuis | par la suite | ensuite
            """
        ),
        before=listed(
            """
            avant | auparavant | précédemment
            """
        ),
        furniture=listed(
            """
            partager cette mise à jour | copier le lien | lien copié | lire la suite | lire aussi |
            abonnez-vous | suivez-nous | voir les commentaires | afficher plus | suivre en direct |
            cliquez ici
            """
        ),
    ),
    reading=Reading(
        asking=Asking(
            number=("combien",),
            amount=("quel(?:le)? (?:prix|pourcentage|nombre|montant|part)",),
            date=("quand",),
            hour=("à quelle heure",),
            person=("qui",),
            office=("quel(?:le)? (?:ministre|président|présidente|politique|acteur|actrice|joueur)",),
            place=("où",),
            yes_no=(r"^\s*est-ce\b",),
            newest=("dernières? nouvelles",),
            age=("quel âge",),
            spent=(r"que (?:coûte|paie|gagne)\w*",),
            money=("coûte",),
            share=("pourcentage",),
            length=("combien de (?:temps|années|mois|semaines|jours|heures|minutes)",),
            counting=("combien d[e'’]",),
            people=("personnes",),
            naming=("combien", "quel(?:le)?s?"),
            what_of=(r"^\s*quel(?:le)?s? (?:est|était|sont|étaient)\b",),
            other=("pourquoi", "où", r"quel\w*"),
            numerals=("dizaines?", "centaines?", "milliers?", "millions?"),
            days=("aujourd['’]hui",),
            titles=(r"(?:M\.|Mme|Monsieur|Madame) [A-ZÀ-Þ]\w+",),
            at=("à",),
            ages=(r"\b\d{1,3}[- ]ans",),
        ),
        telling=Telling(
            reported=("a déclaré", "a annoncé"),
            opinions=("je (?:pense|crois|trouve)", "à mon avis", "devrai(?:t|ent)"),
            forecasts=("sera", "seront", "va", "vont"),
            hours=("midi", "minuit", r"\d{1,2} ?h"),
            estimates=("(?:était|est) prévue?",),
            snapshots=("jusqu'ici", "jusqu'à présent"),
            at_least=("plus de", "au moins"),
            at_most=("moins de", "au plus", "jusqu'à"),
            about=("environ", "près de", "plus de"),
            about_after=(r"ou plus\b",),
            spans=("à", "et"),
            said=("a déclaré", "a annoncé"),
        ),
        corrections=Corrections(
            notices=("rectificatif", "erratum", "version précédente", "par erreur"),
            wrong_after=("version précédente", "par erreur", "au lieu de", "et non"),
            wrong_before=("était (?:erronée?|fausse|faux|inexacte?)",),
            instead=("mais",),
            contrasts=(r"\bet non \d",),
            slips=(r"rectifi\w+",),
        ),
        replies=Replies(
            sources=("sources?",),
            according=("selon",),
            lists=("références", "bibliographie"),
            answers=("réponse",),
            questions=("question",),
            joined=("et",),
            bare=("oui", "non"),
            lacking=(
                r"les (?:sources|articles) (?:ne |n['’])(?:disent|mentionnent|indiquent|donnent|précisent) (?:pas"
                r"|rien)\b",
            ),
        ),
        talks=Talks(
            back=(r"\b(?:elles?|ils?|eux|leurs?)\b", r"^\s*et\b"),
            leads=("et",),
            truth=("vrai",),
        ),
        pages=Pages(
            rights=(r"droits\s+réservés",),
            minutes=("minutes?",),
            stamps=("publié", "mis", "à", "jour", "le"),
            not_found=(r"page\s+(?:introuvable|non\s+trouvée)",),
            consent=("consentement", "accepter", "confidentialité"),
            agree=("accepter", "refuser"),
            sign_in=(r"se\s+connecter", "connexion"),
            no_script=(r"activer\s+javascript",),
            robots=(r"(?:pas|n'êtes\s+pas)\s+un\s+robot", r"accès\s+refusé"),
            kept_out=(r"(?:pas|non|in)\s?disponible\s+dans\s+votre\s+(?:pays|région)",),
            maintenance=(r"en\s+cours\s+de\s+maintenance",),
            site=(r"\bsite\b",),
            demands=patterns(r"""
                (?:réservé|reservé)\s+aux\s+abonnés
                abonnez-vous\s+pour
                il\s+vous\s+reste\s+[\d.,]+\s*%
                la\s+suite\s+(?:est\s+)?réservée
                déjà\s+abonné
            """),
            more=(r"lire\s+la\s+suite",),
            page=("pages?",),
            of=("sur",),
            updated=("mis(?:e)? à jour",),
            replies=("tr",),
            leaving=patterns(r"""
                désabonn
                désinscri
                se\s+désab
                dans\s+(?:votre|le|un)\s+navigateur
                (?:voir|version|lire)\s+en\s+ligne
            """),
            credits=(r"\bavec\s+(?:afp|reuters|ap)\b",),
            agencies=("afp",),
            interface=words("""
                publicité annonce partager imprimer commenter commentaire commentaires abonner
                abonnez abonnés inscrire inscrivez lire lus lu partagés suivez accueil connexion
            """),
            fillers=words("""
                à ce cet cette articles aussi d de des du en et haut ici l la le les notre nos nous
                page par plus pour précédent suivant sujet sur un une vidéo vidéos vos votre
            """),
        ),
        bylines=Bylines(
            title=("titre",),
            outlet=("journal",),
            authors=("auteur",),
            published=("publié",),
            url=("lien",),
            language=("langue",),
            written=("publié", "texte"),
            by=("par",),
            label=("publié",),
            fill=("le",),
            at=(r"\bà\b",),
        ),
        borders=Borders(
            titles=patterns(r"""
                M
                MM
                Mme
                Mmes
                Mlle
                Mlles
                Dr
                Pr
                Me
                Mgr
                St
                Ste
                Gal
            """),
        ),
        judging=Judging(
            contraries=patterns(r"""
                hausse augmenté / baisse baissé
                gagné / perdu
                approuvé accepté / rejeté refusé
                ouvert / fermé
            """),
            not_only=("seulement", "uniquement"),
            fewer=("moins",),
            of_all=("tous", "toutes", "toujours"),
            hardly=("guère", "à peine", "rarement"),
            nobody=("personne", "rien"),
            things=("son", "sa", "ses"),
            of=("de", "d", "du", "des"),
            similar=("de d du des", "à au aux"),
            by=("de",),
            joined=("et", "ou"),
            aged=("de",),
            future_endings=("a", "ont", "ai", "ons", "ez", "as", "ait", "aient"),
            subordinators=("que",),
            how=("quelle?",),
        ),
        wanting=Wanting(
            measures=words("""
                longtemps loin haut cher lourd
            """),
            of=("de", "du", "des"),
            inside=("en", "à", "à la"),
            articles=("le", "la", "les"),
            classes=("quelle?s?", "quels?"),
            somewhere=patterns(r"""
                \b(?:dans|sur|sous|devant|derrière|chez) (?:le|la|les|une?) [^\W\d_]{3,}
                \b(?:près d(?:u|es|e la)|au bord) [^\W\d_]{3,}
                \b(?:dans|sur|sous|devant|derrière|près de) l['’]
            """),
            numerals=patterns(r"""
                deux
                trois
                quatre
                cinq
                sept
                huit
                neuf
                dix
                onze
                douze
                treize
                quinze
                seize
                vingt
                trente
                quarante
                cinquante
                soixante
                cent
                mille
            """),
            between=("entre",),
            before_nouns=("le", "les", "combien de"),
        ),
    ),
    times=Times(
        numbers=indexed(
            "un|une",
            "deux",
            "trois",
            "quatre",
            "cinq|quelques|plusieurs",
            "six",
            "sept",
            "huit",
            "neuf",
            "dix",
            "onze",
            "douze",
        )
        | {"quinze": 15, "vingt": 20, "trente": 30, "une quinzaine de": 15, "une dizaine de": 10},
        units=named(
            hour="heure heures",
            day="jour jours",
            week="semaine semaines",
            fortnight="quinzaine",
            month="mois",
            quarter="trimestre trimestres",
            year="an ans année années",
        ),
        nths=indexed(
            "premier|première|1er|1re|1ère",
            "deuxième|second|seconde|2e|2ème",
            "troisième|3e|3ème",
            "quatrième|4e|4ème",
            "cinquième|5e",
        )
        | {"dernier": -1, "dernière": -1},
        seasons=named(winter="hiver", spring="printemps", summer="été", autumn="automne"),
        months={"fevrier": 2, "aout": 8, "decembre": 12},
        pieces={
            "of_year": r"(?:(?: de(?: l['’]année)?)? {y}\b)?",
            "to": r"(?: ?[-–—] ?| (?:au|et(?: le)?) )",
            "now": r"aujourd['’]hui",
        },
        patterns=(
            ("today", r"\b{now}\b|\b(?:ce (?:matin|soir)|cet après-midi|cette nuit)\b|\bdu jour\b"),
            ("yesterday", r"\bhier\b"),
            ("two days ago", r"\bavant-hier\b"),
            ("this week", r"\bcette semaine\b"),
            ("last week", r"\bla semaine (?:dernière|passée|précédente)\b"),
            ("weekend", r"\b(?:ce|le) week-?end(?: (?:dernier|passé))?\b"),
            ("this month", r"\bce mois(?:-ci)?\b|(?<=début du )mois\b"),
            ("last month", r"\b(?:le |du )?mois (?:dernier|passé|précédent)\b"),
            ("this year", r"\bcette année\b|(?<=début de )l['’]année\b"),
            ("last year", r"\bl['’](?:an|année) (?:dernier|dernière|passée?|précédente)\b"),
            ("this quarter", r"\bce trimestre\b"),
            ("last quarter", r"\ble (?:trimestre (?:dernier|précédent)|dernier trimestre)\b(?! d)"),
            (
                "past",
                r"\b(?:ces|les|des|aux?) {n} derni(?:ers|ères) {unit}\b|\b(?:ces|les) derni(?:ers|ères) {n} {unit}\b"
                r"|\bla dernière quinzaine\b|\bces derni(?:ers|ères) {unit}\b",
            ),
            ("ago", r"\bil y a (?:environ |près de |presque )?{n} {unit}\b"),
            ("range", r"\b(?P<d>\d{1,2})(?:er)?(?: {month})?{to}(?P<d2>\d{1,2}) {month}\b(?: {y}\b)?"),
            ("date", r"\b(?P<d>\d{1,2})(?:er)? {month}(?: {y}\b)?"),
            ("date", r"\b{month} (?:de )?{y}\b"),
            (
                "date",
                r"\b(?:en|depuis|dès|jusqu['’](?:en|à)|avant|après|durant|pendant|(?:au mois|courant|début|fin|mi|la mi)(?: de)?)[ -]"
                r"(?:d['’]|le mois de |le mois d['’])?{Month}\b",
            ),
            ("years", r"\b(?:entre|de) {y} (?:et|à) {y2}\b"),
            (
                "year",
                r"\b(?:en|depuis|jusqu['’]en|avant|après|début|fin|mi|année|l['’]an|l['’]année)[ -]{y}\b(?![,.%-]\d)",
            ),
            ("quarter", r"\bT(?P<q>[1-4]) {y}\b|\b(?:au |le |du )?{nth} trimestre{of_year}"),
            (
                "half",
                r"\b(?:au |le |du )?{nth} semestre{of_year}|\b(?:la |seconde )?{nth} (?:moitié|quinzaine)"
                r" (?:du mois )?d(?:e |['’])(?:{month}(?: {y}\b)?|{y}\b)",
            ),
            (
                "season",
                r"(?:\b(?:(?P<this>cet|ce)|en|au|le|du|dès le) |\b(?:(?:depuis|durant|pendant|avant|après|en|de|à) )?l['’])"
                r"{season}(?: (?P<last>dernier|passé|précédent))?(?: (?:de )?{y}(?:[-/–]\d\d)?\b)?",
            ),
            (
                "week of month",
                r"\b(?:la )?{nth} semaine (?:d(?:e |['’])(?:{month}(?: {y}\b)?|(?=ce mois\b))|(?=du mois dernier\b))",
            ),
            ("day of month", r"\ble (?P<d>\d{1,2})(?:er)?(?=\W*$|[,;:?!])(?! {month})"),
            ("last weekday", r"\b{weekday} dernier\b"),
            (
                "weekday",
                r"\b(?:(?:le|ce|depuis|jusqu['’]à|de|du|avant|après|et|entre) )?{weekday}\b(?! (?-i:[A-Z])| prochain)",
            ),
            (
                "recent",
                r"\b(?:récemment|dernièrement|récentes?|récents?|ces derniers temps|ces derniers (?:jours|mois)"
                r"|ces dernières semaines)\b",
            ),
            ("current", r"\b(?:actuellement|en ce moment|à l['’]heure actuelle|actuelle?s?)\b"),
            (
                "newest",
                r"\b(?:plus récente?s?|derni(?:er|ère)s? (?:nouvelles?|infos?|informations?|actualités?|chiffres?"
                r"|articles?|rapports?)|jusqu['’](?:à présent|ici)|à ce jour|quoi de neuf)\b",
            ),
            ("future", r"\b(?:demain|après-demain|(?:{weekday}|la semaine|le mois|l['’]année|l['’]an) prochaine?)\b"),
        ),
        since_before=r"\b(?:depuis|après|dès|à partir d[eu'’])(?: le| la| l['’])? ?$",
        until_before=r"\bjusqu['’](?:à|au|en)(?: la| l['’])? ?$",
        before_before=r"\bavant(?: le| la| l['’])? ?$",
        compared_before=r"\b(?:que|qu['’]|par rapport (?:à|au)|contre)(?: le| la| l['’])? ?$",
        early_before=r"\b(?:(?:au |le |en )?début(?: d[eu'’]| de l['’]| de la)?|les premiers jours d[eu'’]) ?$",
        mid_before=r"\b(?:(?:la )?mi-|(?:au |le )?milieu d[eu'’](?: l['’]| la)?) ?$",
        late_before=r"\b(?:(?:à la |en |la )?fin(?: d[eu'’]| de l['’]| de la)?) ?$",
        event=r"\bdepuis (?P<event>(?:le|la|les|l['’]|son|sa|ses|que) ?[^,.;:?!]{2,80}?)(?= (?:qu['’]|que|qui|quel\w*|combien"
        r"|comment|où|pourquoi)\b|\s?[,.;:?!]|$)",
    ),
)
