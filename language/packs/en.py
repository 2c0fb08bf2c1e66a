"""English."""

from language.pack import Pack, Questions, Statements, Talk, phrases, words

PACK = Pack(
    code="en",
    name="English",
    reviewed=True,
    function_words=words(
        """
        a about after again all also an and any are as at be because been before being between both but by
        can could did do does doing during each few for from further had has have having he her here hers
        him his how i if in into is it its just me more most my no nor not now of off on once only or other
        our out over own same she should so some such than that the their them then there these they this
        those through to too under until up us very was we were what when where which while who whom whose
        why will with would you your many much tell say said says long often latest newest recent recently
        news happen happened name called come came comes go goes went get gets got give given take took
        taken make made am
        """
    ),
    talk=Talk(
        greetings=phrases(
            """
            hello
            hello there
            hi
            hi there
            hey
            hey there
            good morning
            good afternoon
            good evening
            """
        ),
        thanks=phrases(
            """
            thanks
            thanks a lot
            many thanks
            thank you
            thank you very much
            thank you so much
            """
        ),
        farewells=phrases(
            """
            bye
            goodbye
            good night
            see you
            see you later
            """
        ),
    ),
    questions=Questions(
        openings=phrases(
            """
            who is
            who was
            who are
            who were
            who did
            who has
            what is
            what was
            what are
            what were
            what did
            what does
            what do
            what has
            what have
            what happened
            when is
            when was
            when were
            when did
            when does
            when will
            where is
            where was
            where are
            where were
            where did
            where does
            why is
            why was
            why are
            why were
            why did
            why does
            why do
            how is
            how was
            how are
            how did
            how does
            how do
            how many
            how much
            how long
            how often
            how old
            which of
            did the
            does the
            is there
            are there
            is the
            are the
            was the
            were the
            has the
            have the
            tell me
            """
        )
    ),
    statements=Statements(
        denying=words(
            """
            deny denies denied denying denial denials refute refutes refuted rebutted disputed disputes dispute
            contradicted debunked prevented prevents avoided without unlikely impossible unclear unproven neither nor
            """
        )
        | phrases(
            """
            no evidence
            no proof
            no sign
            no indication
            no indications
            no reason to believe
            no truth
            little evidence
            no suggestion
            ruled out
            rule out
            rules out
            ruling out
            rejected claims
            rejected the claim
            rejected suggestions
            rejected reports
            rejects claims
            dismissed claims
            dismissed reports
            dismissed the claim
            dismissed the idea
            not true
            not the case
            far from
            refused to
            refuses to
            failed to
            fails to
            declined to
            declines to
            narrowly avoided
            stopped short of
            instead of
            rather than
            not clear
            """
        ),
        refuting=words(
            """
            false falsely untrue myth myths hoax baseless unfounded groundless fabricated fake misinformation
            disinformation incorrect
            """
        )
        | phrases(
            """
            made up
            is wrong
            are wrong
            was wrong
            were wrong
            no such thing
            """
        ),
        doubting=words(
            """
            doubt doubts doubted doubtful rumour rumours rumor rumors rumoured rumored reportedly allegedly alleged
            alleges allege alleging allegation allegations supposedly purportedly unconfirmed unverified claim claims
            claimed claiming suspect suspects suspected suspicion suspicions fear fears feared believe believes
            believed think thinks thought suppose supposed assume assumed speculation speculated speculate accuse
            accused accuses accusation accusations accusing perhaps possibly seems seem seemed appears appeared
            apparently hope hopes hoped guess imagine imagined pretend pretended theory hypothesis conspiracy
            skeptical sceptical unsure uncertain insist insists insisted argue argues argued suggest suggests
            suggested predict predicts predicted warn warned warns
            """
        )
        | phrases(
            """
            viral post
            """
        ),
        asking=words(
            """
            whether wonder wonders wondered
            """
        )
        | phrases(
            """
            asked if
            asks if
            ask if
            is it true
            the question of
            the question is
            """
        ),
        conditioning=words(
            """
            if unless assuming
            """
        )
        | phrases(
            """
            in case
            provided that
            as long as
            on condition
            were to
            would have
            should have
            could have
            """
        ),
        planning=words(
            """
            plan plans planned intend intends expect expects expected scheduled propose proposes proposed proposal
            vowed vows pledged pledges promised promises threatened threatens ordered orders urged urges demanded
            demands demand consider considers considered considering
            """
        )
        | phrases(
            """
            plan to
            plans to
            planned to
            planning to
            intend to
            intends to
            intended to
            aim to
            aims to
            aimed to
            aims at
            want to
            wants to
            wanted to
            hope to
            hopes to
            hoped to
            expected to
            due to be
            set to
            scheduled to
            poised to
            about to
            agreed to
            agrees to
            offered to
            offers to
            asked to
            called on
            calls on
            call for
            calls for
            called for
            seeks to
            sought to
            tried to
            tries to
            trying to
            attempted to
            attempts to
            in order to
            decided to
            so that
            """
        ),
        retracting=words(
            """
            retract retracts retracted retraction incorrectly wrongly mistakenly erroneously misstated misreported
            correction corrects withdrew withdrawn
            """
        )
        | phrases(
            """
            earlier version
            previous version
            earlier report
            earlier article
            we first reported
            we reported
            first reported that
            in error
            """
        ),
        negations=words(
            """
            not no never none nobody nothing cannot nowhere hardly barely scarcely few little
            """
        )
        | phrases(
            """
            no one
            no longer
            """
        ),
        future=words(
            """
            will would shall wo 'll
            """
        )
        | phrases(
            """
            is to
            are to
            was to
            were to
            going to
            to be
            """
        ),
        possible=words(
            """
            may might could can should must ought
            """
        ),
        past=words(
            """
            was were had did
            """
        ),
        reporting=words(
            """
            say says said saying tell tells told telling report reports reported announce announces announced add adds
            added according state states stated write writes wrote explain explained explains note noted notes confirm
            confirmed confirms reveal revealed reveals statement
            """
        ),
        binding=phrases(
            """
            because due owing cause caused causes causing therefore thus hence result resulted resulting thanks
            after following
            before
            since
            until till
            during
            while meanwhile
            although though despite
            only just merely solely
            all every each entire whole both
            some several
            most majority
            many
            half
            more than over above exceeding
            less than fewer under below
            at least
            at most up to
            first
            last
            again
            also too
            alone
            against
            without
            except
            near
            by accident
            twice
            once
            """
        ),
        grammar=words(
            """
            a an the this that these those it its he him his she her hers they them their theirs i me my we us our you
            your who whom whose which what where when how there here and or as than so such be is are was were been
            being am has have had having do does did doing done will would shall to of in on at for from with by into
            onto about himself herself itself themselves own one's s 's then now very just one mr mrs ms dr per via
            upon within among amid through across around towards toward along out up off down but if not no may might
            could can should must cannot n't t re ve ll d m because since while after before until during between
            under over behind beyond inside outside near like despite although though whether yet also too still
            however meanwhile other both either that's it's
            """
        ),
        prepositions=words(
            """
            of in on at for from with by into onto about to through across around towards toward against between under
            over behind after before since until during near without within among amid inside outside as than like per
            via upon beyond along
            """
        ),
        agents=words(
            """
            by
            """
        ),
        passives=words(
            """
            is are was were been being be get got
            """
        ),
        finite=words(
            """
            is are was were am be been has have had do does did will would shall may might can could should must say
            says said get got go goes went make makes made take takes took give gives gave come comes came see saw
            know knew find found tell told think thought become became leave left put keep kept let begin began begins
            hold held holds bring brought write wrote sit sat stand stood stands lose lost pay paid pays meet met run
            ran runs lead led leads rise rose rises fall fell falls win won wins hit hits cut cuts set sets cost costs
            buy bought sell sold spend spent build built send sent draw drew break broke speak spoke grow grew beat
            beats feel felt need needs want wants show shows means mean meant begun die dies died live lives plans
            include includes remain remains play plays open opens close closes face faces starts ends works work use
            uses
            """
        ),
        contrasts=words(
            """
            but while whereas although though however
            """
        ),
        joints=words(
            """
            and or but that because while when where as so after before since until although though whereas nor yet
            than
            """
        ),
        endings=words(
            """
            ed
            """
        ),
        pronouns=words(
            """
            he she it they his her its their him them who which
            """
        ),
    ),
)
