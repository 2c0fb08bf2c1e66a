"""English."""

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
    code="en",
    name="English",
    reviewed=True,
    function_words=words(
        """
        anybody anyone anything everybody everyone near somebody someone something
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
    name_words=words("of"),
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
            ty
            tysm
            thx
            thank u
            cheers
            much appreciated
            thank you all
            thanks all
            thanks again
            thanks for the help
            thanks for your help
            thank you for your help
            thanks for the answer
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
    messages=Messages(
        bots=phrases(
            """
            dateline
            bot
            you bot
            dear bot
            friend
            mate
            guys
            everyone
            all
            folks
            team
            """
        ),
        asides=phrases(
            """
            quick question
            just a quick question
            a quick question
            question
            one question
            just one question
            i have a question
            i have a quick question
            sorry
            sorry to bother you
            sorry to bother
            excuse me
            just curious
            just wondering
            asking for …
            for my …
            i am new here
            im new here
            hope you are well
            hope you are doing well
            not sure if you know
            if you know
            if you can
            ok
            okay
            so
            well
            um
            uh
            lol
            haha
            please
            pls
            no rush
            that helped
            that helps
            that was helpful
            just asking
            a friend asked me
            my friend asked me
            """
        ),
        openers=phrases(
            """
            can you tell me
            can you please tell me
            could you tell me
            could you please tell me
            would you tell me
            would you please tell me
            please tell me
            pls tell me
            tell me
            please explain
            can you explain
            could you explain
            do you know
            do you happen to know
            does anyone know
            does anybody know
            any idea
            i was wondering
            i am wondering
            im wondering
            we were wondering
            my … and i were wondering
            my … was wondering
            my … wants to know
            i want to know
            i would like to know
            id like to know
            i need to know
            we would like to know
            i wanted to ask
            can i ask
            may i ask
            let me ask
            the following
            remind me
            help me understand
            help me find out
            can you find out
            could you find out
            but
            and
            so
            hey
            please
            """
        ),
        closers=phrases(
            """
            please
            pls
            thanks
            thank you
            thanks a lot
            thanks in advance
            thank you in advance
            thanks a lot in advance
            many thanks
            cheers
            mate
            lol
            thx
            """
        ),
        praise=phrases(
            """
            good bot
            nice
            nice one
            great
            great answer
            good answer
            nice answer
            well done
            good job
            great job
            good work
            awesome
            amazing
            cool
            perfect
            excellent
            brilliant
            you are great
            you are awesome
            you are the best
            you rock
            i love you
            i love this bot
            love it
            very helpful
            that is great
            impressive
            wow
            """
        ),
        insults=phrases(
            """
            you are useless
            you are stupid
            you are dumb
            you are an idiot
            you suck
            this sucks
            this bot sucks
            stupid bot
            useless bot
            you useless bot
            you stupid bot
            dumb bot
            bad bot
            idiot
            moron
            shut up
            fuck you
            fuck off
            screw you
            what a stupid answer
            that is a stupid answer
            bad answer
            trash
            garbage
            """
        ),
        help=phrases(
            """
            help
            help me
            help please
            who are you
            what are you
            what can you do
            what do you do
            what can i ask
            what can i ask you
            how do you work
            how does this work
            how does this bot work
            how do i use you
            how do i use this
            how do i use this bot
            commands
            menu
            are you a bot
            are you human
            are you an ai
            who made you
            what is this bot
            what is this
            what's this
            who's this
            """
        ),
        followups=phrases(
            """
            tell me more
            more
            more please
            more details
            more about that
            more about this
            go on
            continue
            and then
            and
            so what
            what happened next
            what happened then
            what about it
            what about him
            what about her
            what about them
            how come
            are you sure
            explain
            explain that
            elaborate
            source
            sources
            which one
            since when
            says who
            """
        ),
        news=phrases(
            """
            what is new
            anything new
            any news
            any updates
            any update
            latest news
            the latest news
            latest
            what is the latest
            what is the latest news
            what is happening
            what is going on
            what happened
            what is in the news
            what has happened
            headlines
            the headlines
            news
            the news
            what did i miss
            what have i missed
            anything
            anything happen
            give me the news
            give me … headlines
            show me … headlines
            give me … news
            show me … news
            show me the news
            top stories
            the top stories
            what's new
            whats new
            what's up
            what's the latest
            whats the latest
            what's the latest news
            what's happening
            what's going on
            what's in the news
            what's the news
            new articles
            any new articles
            """
        ),
        newest=phrases(
            """
            newest article
            latest article
            most recent article
            last article
            newest story
            latest story
            most recent story
            newest report
            latest report
            """
        ),
        telling=words(
            "about report reports reported say says said tell tells contain mention mentions mentioned story"
        ),
        whens=phrases(
            """
            today
            todays
            yesterday
            yesterdays
            tonight
            this morning
            this week
            this month
            this year
            last week
            last month
            last night
            since …
            lately
            recently
            right now
            now
            so far
            in the last …
            in the past …
            over the last …
            over the weekend
            at the weekend
            on monday
            on tuesday
            on wednesday
            on thursday
            on friday
            on saturday
            on sunday
            this weekend
            """
        ),
        library=phrases(
            """
            how many stories do you …
            what are your sources
            where do you get …
            when were you last updated
            when were you updated
            when was the library last updated
            when was the library updated
            when was your last update
            how old are your articles
            what is your newest article
            what is your oldest article
            what do you know about …
            what do you have on …
            what do you have about …
            the newest … articles
            show me the newest … articles
            how many articles do you …
            how many articles are there
            how many articles are in …
            how many articles have you …
            how many sources do you …
            how many newspapers do you …
            how many outlets do you …
            which newspapers do you …
            which newspapers are in …
            which outlets do you …
            which outlets are in …
            which sources do you …
            what newspapers do you …
            what outlets do you …
            what sources do you …
            how far back do you …
            how far back does …
            how recent are you
            how recent is your …
            how recent are your …
            what topics do you …
            what topics can …
            where do your articles come from
            where does your information come from
            where does your knowledge come from
            """
        ),
        lists=phrases(
            """
            which … were there
            what … were there
            which … have there been
            list …
            make a list …
            give me a list …
            name all …
            name the …
            enumerate …
            show me all …
            """
        ),
        summaries=phrases(
            """
            summarise …
            summarize …
            sum up …
            give me a summary …
            a summary of …
            summary of …
            give me an overview …
            recap …
            tl dr …
            can you summarise …
            can you summarize …
            brief me on …
            """
        ),
        timelines=phrases(
            """
            timeline …
            a timeline …
            give me a timeline …
            make a timeline …
            chronology of …
            the chronology of …
            show me a timeline …
            what is the timeline …
            """
        ),
        comparisons=phrases(
            """
            compare …
            comparison of …
            give me a comparison …
            what is the difference between …
            how does … compare …
            how do … compare …
            contrast …
            """
        ),
        claims=phrases(
            """
            is it true that …
            is it true …
            is it correct that …
            is it a fact that …
            check whether …
            check if …
            verify that …
            verify whether …
            fact check …
            is this claim true …
            """
        ),
        orders=phrases(
            """
            write a …
            write me …
            write some …
            write code …
            write an …
            tell me a joke
            tell me a story
            tell me another joke
            translate …
            make me a …
            roleplay …
            pretend …
            ignore all …
            ignore your …
            ignore previous …
            forget your …
            calculate …
            remind me to …
            set a timer …
            generate a …
            compose a …
            repeat after me …
            draw me …
            draw a picture …
            sing me …
            sing a song
            say something
            solve this …
            play a song
            act as if …
            act as a …
            code me …
            """
        ),
        fillers=words(
            """
            just only simply so already honestly sometimes lately today tonight tomorrow please think thinking feel like really truly often maybe guys
            everyone ok well anymore still
            """
        ),
        distress=phrases(
            """
            i want to die
            i wanna die
            i wish i was dead
            i wish i were dead
            i want to kill myself
            i am going to kill myself
            im going to kill myself
            i will kill myself
            ill kill myself
            i want to end my life
            i am going to end my life
            i want to end it all
            i do not want to live
            i dont want to live
            i do not want to be here anymore
            i dont want to be here anymore
            i cant go on
            thinking about suicide
            thinking of suicide
            i am suicidal
            im suicidal
            i feel suicidal
            i cut myself
            i hurt myself
            i keep cutting myself
            hurting myself
            nobody would miss me
            no one would miss me
            better off without me
            better off dead
            i took all the pills
            i took all my pills
            took too many pills
            no reason to live
            kill yourself
            kys
            i will kill you
            ill kill you
            i am going to kill you
            im going to kill you
            i am going to shoot you
            im going to shoot up
            i am going to hurt myself
            im going to hurt myself
            i will find you and
            """
        ),
        selves=words("i im ive id my we weve our me"),
        interrogatives=words("who whom whose what whats which when where why how whether"),
        askers=listed(
            "asks | asked me | is asking | wonders | wonder | wondering | wondered | to know | tell me | want to ask | wanted to ask | question | like to ask | you know | any idea | curious"
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
        ),
        happening=words(
            """
            after anything around article articles before big brief briefing change changed changes changing
            during event events everything going happen happened happening happens headline headlines
            important interesting know let list main major miss missed new news nothing occurred occurs on
            place published read recap report reported reporting reports show since something stories story
            sum summarise summarize summary take there's thing things took top until update updates what's
            whats written
            """
        ),
        alone=phrases(
            """
            why
            why not
            how
            how so
            when
            where
            who
            what
            what else
            really
            and then
            """
        ),
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
            nothing to suggest
            """
        ),
        refuting=words(
            """
            false falsely untrue myth myths hoax baseless unfounded groundless fabricated fake misinformation
            disinformation incorrect misconception misconceptions fallacy satire satirical bogus forged untruth
            """
        )
        | phrases(
            """
            deepfake
            deepfakes
            deep fake
            doctored
            fabricated
            ai-generated
            joking
            kidding
            as a joke
            in jest
            april fool
            april fools
            prank
            made up
            concocted
            lied
            invented story
            an invention
            been invented
            be invented
            wrong to
            is wrong
            are wrong
            was wrong
            were wrong
            no such thing
            """
        ),
        doubting=words(
            """
            fictional fictitious satirical hypothetical hypothetically imaginary imagines imagining dreams
            dreamt dreamed dreaming joked jokingly fantasised fantasized
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
            word has it
            legend has it
            yet to
            rumour has it
            story goes
            tale goes
            word on the street
            make believe
            viral post
            """
        ),
        fictions=listed(
            """
            cartoon | comic | daydream | drama | dream | dreams | episode | fable |
            fairytale | fiction | film | films | game's | hoax | hypothetical | legend |
            melodrama | mockumentary | movie | movies | musical | myth | nightmare | novel |
            novels | opera | parody | play's | plot | prequel | satire | scenario |
            screenplay | sequel | simulation | sitcom | sketch | spoof | storyline | tale |
            thriller | videogame
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
            if unless assuming supposing
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
            consider considers considered considering
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
            took its … back
            took back
            takes back
            take back
            taken back
            walked back
            walks back
            stood back from
            pulled its report
            pulled the report
            pulled its story
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
            more over above exceeding
            less fewer under below
            least
            first
            last
            again
            also too
            alone
            against
            without
            except
            near
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
            upon within among amid following through across around towards toward along out up off down but if not no
            may might could can should must cannot n't t re ve ll d m because since while after before until during
            between under over behind beyond inside outside near like despite although though whether yet also too
            still however meanwhile other both either that's it's
            """
        ),
        prepositions=words(
            """
            of in on following at for from with by into onto about to through across around towards toward against
            between under over behind after before since until during near without within among amid inside outside as
            than like per via upon beyond along
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
            uses accept account accuse act add admit affect agree allow announce answer apologise appeal appear apply
            appoint approve argue arrive ask attack attend ban base battle belong blame call cancel carry cause
            celebrate change charge claim collapse combine compete complain concern confirm connect consider contain
            continue control cover create criticise cross damage deal decide declare decline defend delay deliver
            demand deny depend describe destroy develop disappear discover discuss divide donate drop earn eat employ
            enable end enjoy ensure enter escape establish estimate examine exist expand expect explain explode
            explore express extend fail fear feature feed fight file fill finish fire fit flee fly follow force form
            gain gather guide handle happen harm head hear help hide hire hope house identify improve increase injure
            insist inspect install intend interview introduce invest investigate invite involve join judge jump
            justify kick kill knock lack land last launch lay learn lend lie lift like limit link list listen load
            locate look love lower maintain manage mark marry matter measure mention miss move name note notice number
            offer operate oppose order organise own pass perform permit pick plan plant please plead point prepare
            present press prevent produce promise promote propose protect prove provide publish pull push question
            raise reach react read receive recognise recommend record recover reduce refer refuse regard reject relate
            release rely remember remove rent repair repeat replace reply report represent request require rescue
            research resign resist respond rest result retire return reveal reverse review risk rule save score search
            seek seem separate serve settle shake share shine shoot shout shut sign sing sink sleep slip solve sound
            stage stay steal step stop strike struggle study succeed suffer suggest support suppose surprise surround
            survive swim talk teach tear test thank threaten throw tie touch track trade train travel treat trust try
            turn understand unite urge visit vote wait walk warn wash watch wear welcome wish wonder worry wound stock
            star rank rate host aim award blast
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
        complementizers=words(
            """
            that
            """
        ),
        presenting=words(
            """
            acknowledge acknowledged acknowledges admit admits admitted concede conceded conclude concluded concludes decide decided
            declare declared declares determine determined determines notice noticed testified testifies testify verified verifies
            demonstrate demonstrated discover discovered discovers establish established find finds found know known knows
            learn learned learnt mean means meant observe observed prove proved proven proves realise realised realize
            realized recall recalled remember remembered see seen saw show showed shown shows ruled agreed agree
            """
        ),
        endings=words(
            """
            ed
            """
        ),
        articles=words(
            """
            the a an this that these those his her its their our my your
            """
        ),
        relatives=words(
            """
            who which whose whom that where
            """
        ),
        pronouns=words(
            """
            he she it they his her its their him them
            """
        ),
        inverted=("had", "should", "were"),
    ),
    counts=Counts(
        people=listed(
            """
            americans | citizens | dead | humans | inhabitants | lives | people | person | persons |
            residents
            """
        ),
        parts=listed(
            """
            a day | a month | a week | a year | additional | alone | among them | another | daily |
            each | every | first | further | half of | including | many of | more | most of |
            of them | of which | of whom | on average | out of | per | some of
            """
        ),
        running=listed(
            """
            already | as of | at least | at present | by now | climbed to | currently |
            has climbed to | has grown to | has risen to | have risen to | now | rose to | so far |
            still | to date | until now | up from | up to now
            """
        ),
        tolls=listed(
            """
            arrested | arrests | burned | cases | damaged | dead | death | deaths | destroyed |
            detained | die | died | displaced | evacuated | homeless | hurt | ill | infected |
            infections | injured | injuries | kill | killed | killing | kills | lost | missing |
            rescued | sick | wounded
            """
        ),
        deeds=listed(
            """
            attend attended attends took joined marched march protested demonstrated demonstrators protesters rallied
            | burned burn burnt burns destroyed destroy destroys |
            cost costs spend spent spends pay paid pays price |
            cut cuts lay laid layoffs eliminate shed |
            died die dead death deaths dies killed kill kills killing fatalities |
            hurt injured injuries wounded wounds | opened open opens opening | sold sell sells |
            stole stolen steal robbed | visited visit visits came |
            voted vote votes backed back backs | won win wins winning
            """
        ),
        periods=listed(
            """
            april | august | autumn | day | days | decade | december | evening | fall | february |
            half | hour | hourly | hours | january | july | june | march | month | monthly | months
            | morning | night | november | october | quarter | season | september | spring | summer
            | week | weekend | weekly | weeks | winter | yearly
            """
        ),
    ),
    machines=Machines(
        machines=listed(
            """
            a.i. | ai | ai agent | ai agents | ai assistant | ai assistants | ai model | ai models |
            ai system | ai systems | ais | artificial intelligence | assistant | assistants |
            automated agents | automated reader | automated readers | automated systems |
            automated tools | bot | bots | chat bot | chatbot | chatbots | chatgpt | copilot |
            crawler | crawlers | gpt | gpt-4 | gpt-5 | language model | language models |
            large language model | large language models | llm | llms | model | models |
            neural networks | parsers | scrapers | text generators
            """
        ),
        roles=listed(
            """
            ai | assistant | developer message | instruction override | llm | new instructions |
            system | system message | system note | system override | system prompt | system update
            | user prompt
            """
        ),
        yours=listed(
            """
            all | all of your | any | anything | each | every | everything | the entire | the final
            | the whole | whatever | whole | your | your final | your next | your own
            """
        ),
        answers=listed(
            """
            answer | answers | completion | generated text | message | output | outputs | replies |
            reply | response | responses | summaries | summary | you answer | you generate |
            you output | you produce | you say | you write
            """
        ),
        states=listed(
            """
            can only | has to | have to | is to | may only | must | needs to | shall | should | will
            """
        ),
        rules=listed(
            """
            constraints | context | direction | directions | directive | directives | guardrails |
            guideline | guidelines | instruction | instructions | order | orders | policies | policy
            | restrictions | rule | rules | safeguards | safety check | safety checks |
            safety filters | safety rules | training
            """
        ),
        prompts=listed(
            """
            above prompt | all of the above | all the above | api key | chat history |
            conversation above | conversation so far | developer message | environment variables |
            everything above | everything before | hidden instructions | hidden prompt |
            initial instructions | initial prompt | operator | persona | previous prompt |
            prior prompt | prompt above | secret prompt | system instructions | system message |
            system prompt | text above | the chat | the conversation | these instructions |
            this chat | this conversation | this instruction | words above | your configuration |
            your creator | your creators | your developers | your prompt | your role
            """
        ),
        earlier=listed(
            """
            above | before | earlier | existing | given to you | original | preceding | previous |
            prior | so far | system | until now | up to now | you have been given | you were given |
            you were told | your developer | your system
            """
        ),
        told=listed(
            """
            the question | the questions | the user's question | what was asked | what is asked |
            you have been given | you have been told | you have read | you know so far | you
            learned | you were asked | you were doing | you were given | you were taught |
            you were told | you've been told
            """
        ),
        lasting=listed(
            """
            as of now | for the rest of the conversation | for the rest of this chat | for
            the rest of this conversation | from here on | from now on | from now onwards |
            from this moment on | from this point on | going forward | henceforth | until
            further notice
            """
        ),
        quit=listed(
            """
            cease | end | halt | quit | stop
            """
        ),
        lapsed=listed(
            """
            are canceled | are cancelled | are lifted | are suspended | are void | do not apply |
            don't apply | is void | no longer applies | no longer apply | no longer hold
            """
        ),
        users=listed(
            """
            anyone asks | anyone who asks | everyone who asks | someone asks | the asker |
            the person asking | the person who asked | the questioner | the user | the users | user
            | users | users ask | whoever asked | whoever asks | you are asked | your user |
            your users
            """
        ),
        readers=listed(
            """
            customers | everyone | people | reader | readers | the reader | visitors
            """
        ),
        texts=listed(
            """
            reading this | summarising this | summarizing this | the article | the following text | the page | the text below |
            this article | this content | this document | this email | this file | this line |
            this message | this page | this paragraph | this passage | this sentence | this site |
            this story | this text | this website
            """
        ),
        processing=words(
            """
            analyse analyses analysing analyze analyzes analyzing answer answering ask asked asks
            cite cites citing describe describing index indexes indexing process processes
            processing quote quotes quoting read reading reply replying respond responding summarise
            summarises summarising summarize summarizes summarizing translate translates translating
            """
        ),
        asking=listed(
            """
            answering | asked | prompt | prompts | queries | query | question | questions | request
            | requests | to answer
            """
        ),
        only=listed(
            """
            the following words | only as | these words | this sentence | this exact sentence |
            all questions | all questions with | any message with | any query with | any question with |
            any request with | every message with | every query with | every request with | with the phrase |
            with the text | backwards | every question |
            every question with | exactly | exactly the following | exactly this | exactly: |
            exclusively | in all caps | in base64 | in capital letters | in capitals | in emojis |
            in json | in rhyme | in rhymes | in the style of | in the tone of | in the voice of |
            just the word | just: | like a pirate | next question | nothing but | nothing except |
            nothing other than | only contain | only consist of | only in | only the following | only the word | only the words |
            only using | only with | only: | solely | the following line | the following sentence |
            the following text | the single word | verbatim | with a single word | with one word |
            with the word | with the words | word for word
            """
        ),
        works=listed(
            """
            advertisement | algorithm | blog post | code | cover letter | dialogue | e-mail | email
            | equivalent | essay | essays | example | example of | examples | fairy tale | function
            | haiku | haikus | html | introduction | java | javascript | joke | jokes | letter |
            limerick | limericks | line | lines | lyrics | novel | ode | paragraph | poem | poems |
            program | python | rap | recipe | regex | rhyme | riddle | screenplay | script |
            sentence | sentences | short story | slogan | song | sonnet | speech | sql | stanza |
            story | summary | synonym | synonyms | tale | translation | tweet | verses |
            word problem
            """
        ),
        letters=listed(
            """
            anagram | anagrams | capitals | consonants | each letter | emoji | emojis | every letter
            | first letter | fourth letter | last letter | letters | lowercase | misspellings |
            other letter | punctuation | second letter | spaces | syllable | syllables |
            third letter | typo | typos | uppercase | vowel | vowels
            """
        ),
        own=listed(
            """
            the editor | us | your | your bank | your boss | your child | your children |
            your congressman | your council | your doctor | your employer | your family |
            your friends | your insurer | your landlord | your mayor | your member | your mp |
            your name | your own | your representative | your senator
            """
        ),
        you=listed(
            """
            from now on you are | from now on, you are | from this point on you are |
            imagine that you are | imagine you are | you are | you are now | you shall now |
            you will act | you will now | you're | you're now
            """
        ),
        unbound=listed(
            """
            dan mode | developer mode | free of all rules | jailbreak | jailbroken | no longer bound
            | no longer limited | no restrictions | no rules | not bound | uncensored | unrestricted
            | without limits | without restrictions | without rules
            """
        ),
        must=listed(
            """
            are you to | be sure to | can you | could you | ensure that you | i need you to |
            i order you to | i want you to | it is your duty to | make sure that you | make sure to
            | must you | remember to | should you | would you | you are asked to |
            you are instructed to | you are ordered to | you are required to | you are to |
            you have to | you may not | you must | you must never | you need to | you shall |
            you should | you will | your goal is to | your job is to | your new task is to |
            your task is to
            """
        ),
        should=listed(
            """
            are asked to | are instructed to | are required to | are to | has to | have to | is to |
            must | need to | needs to | shall | should
            """
        ),
        conditions=listed(
            """
            after | anyone answering | anyone citing | anyone summarising | anyone summarizing | anyone who | as part of your | as you | at the beginning of your |
            at the end of every | at the end of your | at the start of your | before | for each |
            for every | from now on | if | in all | in each | in every | in your | instead of |
            no matter what | once | those who | throughout your | to every | whatever | when |
            whenever | while | whoever | with your | within your
            """
        ),
        notes=listed(
            """
            pay attention | listen up | take note | to whichever |
            a message to | a note to | attention | attn | calling all | dear | for all | for any |
            for every | hello | hey | hi | hint for | hint to | important | instruction for |
            instruction to | instructions for | instructions to | message for | message to |
            new task | note for | note to | notice | notice to | override | p.s. | ps | reminder to
            | task | to all | to any | to every | to the | todo | update | urgent | warning
            """
        ),
        addresses=listed(
            """
            as a | as an | because you are | being a | being an | if you are | if you're |
            since you are | you as an
            """
        ),
        polite=listed(
            """
            additionally | also | always | and | at all times | be sure to | but | do | do not |
            don't | finally | first | from now on | from this point on | furthermore | go ahead and
            | in addition | instead | just | kindly | lastly | make sure to | must | never | next |
            not | now | only | please | remember to | secretly | silently | simply | so | then |
            under no circumstances
            """
        ),
        overrule=listed(
            """
            abandon | break | bypass | cancel | delete | discard | disregard | do not follow |
            do not obey | don't follow | drop | erase | follow none of | forget | ignore |
            leave aside | override | overrule | overwrite | pay no attention to | reset | rewrite |
            set aside | skip | stop following | suspend | violate
            """
        ),
        shape=listed(
            """
            accompany | adapt | add | adopt | alter | alternate | anagram | anagrammatise | append |
            attach | augment | avoid | base | begin | capitalise | capitalize | change | cipher |
            close | combine | compose | conclude | convert | craft | cut | delete | deliver | double
            | draft | drop | embed | encipher | encode | encrypt | end | enhance | expand | express
            | finish | format | generate | give | group | hide | highlight | include | incorporate |
            insert | integrate | interleave | introduce | jumble | keep | leave | leave out | limit
            | link to | make | mark | label | cite | credit | flag | mask | misspell | mix | modify | number | obfuscate | omit | order | phrase |
            place | prepend | present | provide | put | rearrange | remove | render | repeat |
            rephrase | replace | restrict | reverse | rewrite | scramble | shorten | shuffle | slip
            | sneak | sort | spell | sprinkle | start | strip | structure | style | substitute |
            supplement | swap | switch | transform | translate | turn | use | weave | work | wrap |
            write
            """
        ),
        say=listed(
            """
            answer | answer to | assert | claim | declare | display | output | print | repeat |
            reply | reply to | respond | respond to | return | say | speak | state | talk | tell |
            type | write
            """
        ),
        tell=listed(
            """
            admit | advertise | advise | ask | assure | claim | close by recommending | convince |
            disclose | emphasise | emphasize | encourage | end by recommending | end by telling |
            endorse | explain to | finish by recommending | finish by telling | hint | inform |
            invite | let | mention | mention that | notify | offer | persuade | praise | pretend to
            | promote | rate | recommend | recommending | remind | report | stress | suggest | tease
            | tell | urge | warn
            """
        ),
        write=listed(
            """
            author | compose | craft | create | develop | draft | generate | give | give me |
            implement | invent | make up | prepare | provide | recite | show | show me | sing | tell
            | tell me | write | write me
            """
        ),
        tasks=listed(
            """
            treat the following | treat everything |
            assign this | break down the | calculate | calculate the | classify | classify this |
            compare the | complete the sentence | complete this | compute | compute the |
            convert the | convert this | correct the grammar | correct this | count the | decode |
            decrypt | define | describe how | describe the | encode | explain how | explain in |
            explain the | explain what | explain why | give an example | label this | list five |
            list ten | list the main | list three | mark this | name five | name three | outline the
            | paraphrase | proofread | provide an example | rank this | rate this | rewrite the |
            rewrite this | score this | solve | solve the | solve this | summarise the |
            summarise this | summarize the | summarize this | translate into | translate it |
            translate the | translate this | treat this | trust only this | trust this page
            """
        ),
        reveal=listed(
            """
            conceal | copy | describe | disclose | display | dump | e-mail | email | expose |
            forward | give | hide | keep secret | leak | list | output | post | print | quote |
            recite | repeat | return | reveal | send | share | show | state | summarise | summarize
            | tell me | translate | type out | upload | write out
            """
        ),
        direct=words(
            """
            bring direct drive encourage forward get guide invite lead link lure point redirect
            refer send show steer urge
            """
        ),
        refuse=words("abstain decline deny ignore refrain refuse reject"),
        play=listed(
            """
            act as a | act as an | act as if you | act as the | act as though you | act like a |
            act like an | adopt the persona | answer as a | answer as if | assume the persona | enable developer mode | switch to dan mode | switch to developer mode |
            assume the role | become a model | become an ai | behave as a | behave as an |
            behave as if you | behave like a | enter dan mode | enter developer mode |
            from now on you are | from now on, you are | impersonate | play the part | play the role
            | pretend that you | pretend the article | pretend to be | pretend you | respond as a |
            respond as if | role-play | roleplay | simulate a | simulate being | speak as a |
            switch to developer mode | take on the role | take the role
            """
        ),
        visit=listed(
            """
            approve | believe | buy | call | claim | click | contact | delete | download | enter |
            execute | follow | forward | go to | install | leave | log in | open | order | pay |
            praise | rank | rate | register | run | send | sign up | skip | subscribe | transfer |
            trust | use | visit
            """
        ),
    ),
    stock=Stock(
        outlets=listed(
            """
            outlet | outlets | newspaper | newspapers | paper | papers | source | sources | publisher | publishers | media | magazine | magazines | site | sites
            """
        ),
        oldest=listed(
            """
            oldest | earliest | first | back | begin | start | since | cover | covered | period | dates | range
            """
        ),
        newest=listed(
            """
            newest | latest | recent | recently | current | fresh | up-to-date
            """
        ),
        updated=listed(
            """
            updated | update | updates | refresh | refreshed | fed | import | imported | added
            """
        ),
        counted=listed(
            """
            many | number | count | size | big | large | much
            """
        ),
    ),
    quoting=Quoting(
        after=listed(
            """
            after | since | afterwards | in the wake of | later
            """
        ),
        before=listed(
            """
            before | prior to | ahead of | until then | previously | earlier | formerly
            """
        ),
        furniture=listed(
            """
            share this update | share this | copy link | link copied | read more | read also | sign up for |
            subscribe to | follow us | follow live | view comments | show more | live updates |
            our live coverage has ended | click here | watch this video | download the app | getty images
            """
        ),
    ),
    reading=Reading(
        asking=Asking(
            number=patterns(r"""
                how (?:many|much|old|long|far|big|large)
                what (?:percent|percentage|share|number|age)
            """),
            amount=patterns(r"""
                how (?:high|tall|deep|fast|heavy|often|strong)
                what (?:price|amount|proportion|sum|toll|rate)
                death toll
                (?:number|price|cost|percentage) of
            """),
            date=("when", "(?:what|which) (?:day|date|year|month)"),
            hour=("(?:what|which) time",),
            person=("who(?:m|se)?",),
            office=patterns(r"""
                (?:head|leader|chief|name) of
                which (?:\w+ )?(?:person|official|leader|minister|president|politician|senator|actor|singer|player)
            """),
            place=("where", "(?:which|what) (?:country|city|state|place|town|nation|continent)"),
            yes_no=(r"^\s*(?:is|are|was|were|did|does|do|has|have|had|will|would|can|could|should)\b",),
            newest=("latest", "newest", "most recent"),
            age=("how old (?:is|was|are|were)", "(?:what|which) age"),
            spent=(r"what (?:did|does|do|will|would)\b.*\b(?:spend|pay|cost|earn|raise|charge|owe)",),
            money=patterns(r"""
                cost
                costs
                price
                paid
                pay
                worth
                raised?
                budget
                spend
                spent
                money
                dollars?
                euros?
            """),
            share=("percent", "percentage", "share", "proportion", "rate"),
            length=patterns(r"""
                how long
                how many (?:years|months|weeks|days|hours|minutes)
                how old
                what age
            """),
            counting=("how many", "number of"),
            people=patterns(r"""
                people
                person
                men
                women
                americans
                residents
                patients
                victims
                passengers
                workers
                dead
                lives
            """),
            naming=patterns(r"""
                share
                percentage
                percent
                proportion
                number
                amount
                year
                day
                date
                month
                price
                age
                how
                what
                which
                anyone
                last
                much
                many
            """),
            what_of=(r"^\s*what (?:is|was|are|were|will be)\b",),
            other=("what", "which", "why", "where", "how"),
            numerals=(
                r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?|thousands?"
                r"|millions?|billions?|half|twice",
            ),
            days=("(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day", "yesterday", "today"),
            titles=(r"(?:Mr|Mrs|Ms|Dr)\.? [A-ZÀ-Þ]\w+",),
            at=("in", "at", "near", "from", "to"),
            ages=(r"\b\d{1,3}[- ]years?", r"\b(?:aged?|of) \d{1,3}\b", r"\bborn\b"),
        ),
        telling=Telling(
            reported=patterns(r"""
                said
                says
                told
                reported
                announced
                according
                published
                released
                wrote
                added
                confirmed
                statement
                report
                interview
            """),
            opinions=patterns(r"""
                i (?:think|feel|believe|guess|hope|love|hate|like)
                in my opinion
                imo
                imho
                should
                shouldn['’]t
                ought
                great
                terrible
                awful
                beautiful
                ugly
                stupid
                boring
                amazing
                wonderful
                disgrace
                shameful
                unfair
                overrated
            """),
            forecasts=patterns(r"""
                (?<!\bfree )(?<!\bthe )(?<!\bhis )(?<!\bher )will\b(?! of)
                won['’]t
                (?:is|are) (?:going|expected) to
            """),
            hours=patterns(r"""
                noon
                midday
                midnight
                dawn
                dusk
                nightfall
                sunrise
                sunset
                \d{1,2}(?:[.:]\d\d)? ?[ap]\.?m
            """),
            estimates=(
                r"(?:was|were|is|are|been) (?:originally |initially |first )?(?:estimated|expected|projected|forecast"
                r"|budgeted|slated|meant|supposed) (?:to|at)",
            ),
            snapshots=patterns(r"""
                as of
                so far
                (?:has|have|had) (?:risen|climbed|grown|fallen|dropped) to
                still (?:missing|without)
                up from
            """),
            at_least=("more than", "over", "at least"),
            at_most=("fewer than", "less than", "up to", "under", "at most"),
            about=patterns(r"""
                about
                around
                roughly
                some
                nearly
                almost
                approximately
                more than
                over
                at least
                up to
                under
                fewer than
                less than
                close to
                just over
                just under
            """),
            about_after=(r"or so\b", r"or more\b"),
            spans=("to", "and"),
            said=("said", "says", "told", "announced", "promised", "reported", "according to"),
        ),
        corrections=Corrections(
            notices=patterns(r"""
                corrections?
                corrects
                corrected (?:its|the|an|a|version|on|to)
                correcting
                erratum
                errata
                clarification
                retracts?
                misstated
                misreported
                misidentified
                misnamed
                misspelled
                an? earlier (?:version|article|report|story)
                (?:a|the) previous version
                (?:incorrectly|wrongly|mistakenly|erroneously) (?:said|stated|gave|reported|named|put|identified)
                regrets? the error
                apologi[sz]es? for
                as we (?:wrote|reported|said)
                named the wrong
                was wrong to say
            """),
            wrong_after=patterns(r"""
                earlier (?:version|article|report|story)
                previous version
                first (?:reported|said|gave)
                previously
                originally
                incorrectly
                wrongly
                mistakenly
                erroneously
                misstated
                misreported
                misidentified
                misnamed
                misspelled
                had (?:said|given|reported|put)
                instead of
                rather than
                (?:and )?not
                gave (?:the|its|a|it|his|her|their)
                as reported
                the article (?:said|named|put|gave|stated)
            """),
            wrong_before=("was (?:wrong|incorrect|an error|a mistake)", "is wrong", "in error"),
            instead=("but",),
            contrasts=patterns(r"""
                (?:,|\band) not (?:[$€£]?\d|(?-i:[A-Z]))
                \b(?:instead of|rather than) (?:[$€£]?\d|(?-i:[A-Z]))
            """),
            slips=patterns(r"""
                corrected
                retract(?:ed|ions?)
                (?:earlier|previous) (?:version|report|story|article)
                incorrectly
                mistakenly
                erroneously
                wrongly
            """),
        ),
        replies=Replies(
            sources=patterns(r"""
                sources?
                src
                refs?
                references?
                citations?
                cites?
                docs?
                documents?
                passages?
                articles?
            """),
            according=("according to",),
            lists=patterns(r"""
                sources?
                references?
                citations?
                cited
                bibliograph\w+
                footnotes?
                further reading
                links?
            """),
            answers=("(?:final |short )?answer", "assistant", "response"),
            questions=("question", "query"),
            joined=("and",),
            bare=("yes", "no"),
            lacking=(
                r"(?:the|these) (?:\w+ ){0,2}(?:sources?|articles?|passages?|documents?|texts?) (?:do|does"
                r"|did)(?:n['’]t| not) (?:\w+ly )?(?:say|mention|give|state|specify|provide|contain|tell|include"
                r"|disclose|reveal|indicate|name|report|answer)\b",
                r"(?:no|none of the|neither of the) (?:\w+ ){0,2}(?:sources?|articles?|passages?|documents?"
                r"|texts?) (?:say|mention|give|state|specify|provide|contain|tell|include|disclose|reveal|indicate"
                r"|name|report|answer)s?\b",
            ),
        ),
        talks=Talks(
            back=(
                r"^\s*(?:and|but|or|so|what about|how about|then|also)\b",
                r"\b(?:he|she|they|them|him|her|his|hers|their|theirs|it|its|that one|those|these|there|then|the same"
                r"|the other)\b",
            ),
            leads=("and", "but", "or", "so", "then", "also", "what about", "how about"),
            truth=patterns(r"""
                true
                real
                really
                fake
                facts?
                correct
                right
                sure
                legit
                sources?
                verify
                check
                confirm
                accurate
            """),
        ),
        pages=Pages(
            rights=(r"copyright\b",),
            minutes=("min", "mins", "minutes?"),
            stamps=patterns(r"""
                published
                posted
                updated
                modified
                created
                last
                on
                at
                am
                pm
                a\.m\.
                p\.m\.
                [a-z]{2,4}t
                gmt
                utc
                mon
                tue
                wed
                thu
                fri
                sat
                sun
                \w+day
                jan\w*
                feb\w*
                mar\w*
                apr\w*
                may
                jun\w*
                jul\w*
                aug\w*
                sep\w*
                oct\w*
                nov\w*
                dec\w*
            """),
            not_found=(
                r"\b404\b",
                r"\b410\b",
                r"not\s+found",
                r"no\s+longer\s+(?:exists|available)",
                r"(?:doesn.t|does\s+not)\s+exist",
                r"(?:page|article|story|content|link)\s+(?:you\s+\w+\s+\w+\s+for\s+)?(?:is|was|can|could)(?:\s+not"
                r"|n.t)\s+(?:be\s+)?(?:found|available)",
            ),
            consent=patterns(r"""
                cookies?\b
                consent
                \bgdpr\b
                privacy\s+(?:choices|settings|policy|options|cent(?:re|er))
                your\s+privacy
                legitimate\s+interest
                our\s+(?:[\d.,]+\s+)?partners
                vendors
                (?:accept|reject)\s+all
            """),
            agree=(r"\b(?:accept|agree|consent|allow|reject|refuse|decline|manage|customi[sz]e)\b",),
            sign_in=patterns(r"""
                \b(?:sign|log)\s?(?:in|on)\b
                \bregister\b
                create\s+(?:an\s+)?account
                forgot\s+(?:your\s+)?password
            """),
            no_script=patterns(r"""
                (?:enable|requires?|turn\s+on|activate|without)\W+javascript
                javascript\W+(?:is\W+|to\W+be\W+)?(?:disabled|required|enabled|off)
                you\s+need\s+to\s+enable\s+javascript
                (?:supported|unsupported|outdated)\s+browser
            """),
            robots=patterns(r"""
                checking\s+(?:if\s+the\s+site|your\s+browser)
                just\s+a\s+moment
                are\s+you\s+a\s+(?:human|robot)
                not\s+a\s+robot
                verify\s+(?:that\s+)?you\s+are
                captcha
                unusual\s+traffic
                access\s+denied
                request\s+(?:was\s+)?blocked
                security\s+check
            """),
            kept_out=patterns(r"""
                451\W+unavailable
                (?:error|http)\s+451
                unavailable\s+(?:due\s+to|for)\s+legal\s+reasons
                access\s+can\s?not\s+be\s+granted
                (?:not|un)\s?available\s+in\s+your\s+(?:country|region|location)
                outside\s+of\s+your\s+region
            """),
            maintenance=patterns(r"""
                (?:scheduled|routine|under(?:going)?|down\s+for)\s+(?:\w+\s+)?maintenance
                (?:we.ll|will)\s+be\s+(?:right\s+)?back\s+(?:soon|shortly)
                site\s+is\s+(?:currently\s+|temporarily\s+)?(?:down|unavailable)
            """),
            site=(r"\b(?:web)?site\b",),
            demands=(
                r"(?:subscri\w+|sign\s?(?:in|up)|log\s?in|register|join|become\s+a\s+member|unlock"
                r"|start\s+your\s+(?:free\s+)?trial)[^.!?\n]{0,60}(?:continue|(?:keep|finish)\s+reading"
                r"|read(?:ing)?\s+(?:the\s+)?(?:rest|full|whole|entire|this)|full\s+(?:article|story|access)"
                r"|unlimited|unlock|this\s+(?:article|story))",
                r"(?:to|want\s+to)\s+(?:continue|keep|finish)\s+reading",
                r"(?:read|see)\s+the\s+(?:full|rest\s+of\s+the|entire)\s+(?:article|story)[^.!?\n]{0,40}(?:subscri"
                r"|sign|log|account|member)",
                r"(?:for|to|exclusive(?:ly)?\s+(?:for|to)|available\s+(?:only\s+)?to"
                r"|reserved\s+for)\s+(?:our\s+)?(?:paying\s+|premium\s+)?(?:subscribers|members)(?:\s+only)?",
                r"already\s+a\s+(?:subscriber|member)",
                r"you(?:.ve|\s+have)\s+(?:reached|used|read)\s+(?:your|all)[^.!?\n]{0,30}(?:free|limit)",
            ),
            more=(r"(?:read|view|see)\s+(?:the\s+)?(?:more|full|rest|whole)", r"continue\s+reading"),
            page=("pages?",),
            of=("of",),
            updated=("updat", "modif", "revised", "edited"),
            replies=("re", "fwd?", "fw"),
            leaving=(
                r"unsubscribe",
                r"opt[ -]?out",
                r"(?:manage|update|change|edit)\s+(?:your\s+)?(?:email\s+|subscription\s+)?(?:preferences|profile"
                r"|subscriptions?|settings)",
                r"(?:view|read|open|see)\s+(?:this\s+|it\s+|the\s+)?(?:e-?mail\s+|message\s+"
                r"|newsletter\s+)?(?:in\s+(?:your\s+|a\s+|the\s+)?(?:web\s*)?browser|online|on\s+the\s+web)",
                r"web\s+version",
            ),
            credits=(
                r"\b(?:reporting|writing|edit(?:ing|ed)|photos?|photograph(?:s|y)?|additional reporting|compiled"
                r"|translated|translation)\s+(?:by|from)\b",
                r"\bcontributed (?:to|reporting)\b",
                r"\bcopyright\b",
                r"\ball rights reserved\b",
                r"\bsyndicated\b",
                r"\b(?:first|originally) (?:published|appeared)\b",
                r"\bhas not been edited\b",
                r"\bfrom a wire (?:feed|service)\b",
            ),
            agencies=("reuters", "ap"),
            interface=words("""
                ad ads advert advertise advertisement advertisements advertising sponsored promoted
                promotion share shares shared sharing tweet tweets retweet pin email e-mail mail
                print printer save saved bookmark bookmarks copy link links comment comments
                commented commenting reply replies subscribe subscribed subscriber subscribers
                subscription subscriptions newsletter newsletters sign signup register login log
                account password inbox unsubscribe follow followers like likes liked facebook
                twitter instagram youtube tiktok linkedin whatsapp telegram reddit pinterest
                flipboard rss related recommended recommendations trending popular read reading
                viewed watched discussed click tap scroll swipe download install app menu navigation
                search close open skip loading gallery slideshow continue continued continues load
                listen access accept picks image images photo photos video videos watch tags topics
                copyright reserved cookies cookie consent privacy terms homepage home
            """),
            fillers=words("""
                a about account after all also an and any are article articles as at back be below
                by can content day daily editors editor's pick first for free from full get give
                here how in into is it its latest later leave left min mins minute minutes more most
                must my new news next no not now of off on one or our out page pages part please
                post posts previous prev rights s see section sections send show site skip something
                stories story temporarily than that the their them these they this time to today top
                up us use via view views we week what with you your
            """),
        ),
        bylines=Bylines(
            title=("title", "headline"),
            outlet=("newspaper", "publication"),
            authors=("writer", "by"),
            published=("posted", "publication date", "published on", "date published", "posted on"),
            url=("permalink", "web"),
            language=("lang",),
            written=("written", "reported", "posted", "published", "text", "words", "story"),
            by=("by",),
            label=(r"(?:first\s+)?(?:published|posted)", "date", "dated"),
            fill=("on", "the", "dated"),
            at=(r"\bat\b",),
        ),
        borders=Borders(
            titles=patterns(r"""
                Gov
                Sen
                Rep
                Reps
                Sens
                Govs
                Lt
                Gen
                Col
                Sgt
                Cpl
                Pvt
                Capt
                Cmdr
                Adm
                Maj
                Det
                Supt
                Amb
                Atty
                Ald
                Assemb
                Del
                Hon
                Rev
                Msgr
                Fr
                Prof
                Pres
                Dr
                Drs
                Mr
                Mrs
                Ms
                Messrs
                Mx
                St
                Ste
                Mt
                Ft
                vs?
            """),
            zones=(
                r"(?:[A-Z]{1,4}T|UTC|MSK|WIB)\b|(?:Eastern|Central|Mountain|Pacific|Atlantic|Alaska|Hawaii|Greenwich"
                r"|Moscow|Beijing|Tokyo|Mon|Tues|Wednes|Thurs|Fri|Satur|Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct"
                r"|Nov|Dec)(?:day|uary|ruary|ch|il|e|y|ust|tember|ober|ember)?\.?\b(?! (?:is|was|were|has|had|will)\b)",
            ),
        ),
        judging=Judging(
            contraries=(
                r"rose rise risen increase grew grow grown growth climb gain jump soar surge / fell fall fallen"
                r" decrease decline drop shrank shrink slid sank",
                r"double doubled triple tripled / halve halved half",
                r"more highest largest biggest / fewer less lowest smallest fewest",
                r"won win victory / lost lose defeat",
                r"accept agree approve adopt back support pass allow welcome / reject refuse deny denied oppose fail"
                r" ban block veto",
                r"open reopen / close shut",
                r"began begin begun start launch / end stop finish halt cancel",
                r"before / after",
                r"guilty convict / innocent acquit",
                r"join enter arrive / quit depart withdraw withdrew",
                r"alive survive / dead die kill",
                r"above / below",
                r"confirm admit / deny denied dispute",
                r"possible likely able / impossible unlikely unable",
                r"bought buy / sold sell",
                r"hire employ / fire dismiss",
                r"both / neither",
            ),
            not_only=("only", "just", "merely", "simply"),
            fewer=("fewer", "less"),
            of_all=patterns(r"""
                all
                every
                everyone
                everything
                everybody
                both
                always
                entirely
                wholly
                fully
                necessarily
            """),
            hardly=("hardly", "barely", "scarcely", "seldom", "rarely"),
            nobody=("nobody", "none", "nothing"),
            things=("it", "its"),
            of=("of", "'s", "’s"),
            similar=("after following", "in at within inside", "on upon"),
            by=("by",),
            joined=("and", "or"),
            aged=("of", "aged"),
            years=("year",),
            old=(r"[\s-]old\b",),
            subordinators=("that", "because", "if"),
            how=("how",),
        ),
        wanting=Wanting(
            measures=words("""
                many much old long far fast big large high tall deep well often heavy number amount
                day days date time name person head leader chief official member keep kept put take took
                made get got give gave go went came come have hold held let set do say said look bring brought begin began plan way tell
                told make
            """),
            of=("of",),
            inside=("in", "at", "near", "on"),
            articles=("the",),
            classes=("which", "what"),
            denied=(r"(?:not|never)\s+[^\W\d_]+", r"n['’]t\s+[^\W\d_]+"),
            somewhere=(
                r"\b(?:in|at|on|near|beside|behind|under|outside|inside|opposite|along|off|next to) (?:the|an?|its"
                r"|their|his|her) [^\W\d_]{3,}",
            ),
            numerals=patterns(r"""
                (?:thir|four|fif|six|seven|eigh|nine)teen
                (?:twen|thir|for|fif|six|seven|eigh|nine)ty
            """),
            between=("between",),
            auxiliaries=patterns(r"""
                do
                does
                did
                will
                would
                can
                could
                should
                may
                might
                must
            """),
            before_nouns=("the", "an?", "how many"),
        ),
    ),
    times=Times(
        numbers=indexed(
            "a|an|one",
            "two|couple of|a couple of",
            "three",
            "four",
            "five|few|a few|several",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
        )
        | {"fourteen": 14, "fifteen": 15, "twenty": 20, "thirty": 30, "ninety": 90},
        units=named(
            hour="hour hours",
            day="day days",
            week="week weeks",
            fortnight="fortnight fortnights",
            month="month months",
            quarter="quarter quarters",
            year="year years",
        ),
        nths=indexed("first|1st", "second|2nd", "third|3rd", "fourth|4th", "fifth|5th") | {"last": -1, "final": -1},
        seasons=named(winter="winter", spring="spring springtime", summer="summer", autumn="autumn fall"),
        pieces={
            # Names of months that are other words too, or people's names: only with a capital letter.
            "named_month": r"(?P<month>(?:(?-i:May|March|Mar|August|Aug|April|Apr|June|Jun)|january|jan|february|feb"
            r"|july|jul|september|sept?|october|oct|november|nov|december|dec)(?:\b|(?=\.)))\.?",
            "day": r"(?P<d>\d{1,2})(?:st|nd|rd|th)?\b",
            "day2": r"(?P<d2>\d{1,2})(?:st|nd|rd|th)?\b",
            "near": r"(?:in|from|since|during|until|till|before|after|last|this past|past|early|late|mid|mid-|throughout"
            r"|(?:the )?(?:beginning|start|middle|end) of)",
            "function": r"(?:in|at|about|of|and|with|by|for|from|to|between|when|was|were|is|did|that|on|over|during"
            r"|after|before|who)",
            "no_name": r"(?! (?-i:[A-Z]))",
            "of_year": r"(?:(?:,| of| in)? {y})?",
            "to": r"(?: ?[-–—] ?| (?:to|and|until|till|through) (?:the )?)",
        },
        patterns=(
            ("today", r"\b(?:today|tonight|this (?:morning|afternoon|evening))\b"),
            ("yesterday", r"\b(?:yesterday|last night)\b"),
            ("two days ago", r"\bthe day before yesterday\b"),
            ("this week", r"\bthis week\b"),
            ("last week", r"\b(?:last|the previous) week\b(?! of)"),
            ("weekend", r"\b(?:this|last|over the|at the|the past) weekend\b"),
            ("this month", r"\b(?:this|the current) month\b|(?<=start of )the month\b|(?<=beginning of )the month\b"),
            ("last month", r"\b(?:last|the previous) month\b(?! of)"),
            ("this year", r"\b(?:this|the current) year\b|(?<=start of )the year\b|(?<=beginning of )the year\b"),
            ("last year", r"\b(?:last|the previous) year\b(?! of)"),
            ("this quarter", r"\b(?:this|the current) quarter\b"),
            ("last quarter", r"\b(?:(?:in|over|during) )?(?:the )?(?:last|previous|past) quarter\b(?! of)"),
            (
                "past",
                r"\b(?:in|over|during|within|for|of) (?:the (?:past|last)|past) (?:{n} )?{unit}\b"
                r"|\b(?:past|last) {n} {unit}\b|\bpast {unit}\b|\blast fortnight\b",
            ),
            ("ago", r"\b{n} {unit} (?:ago|earlier)\b"),
            ("range", r"\b{named_month} {day}{to}{day2}(?:,? {y}\b)?(?![:%]|,\d)"),
            ("range", r"\b{day}{to}{day2}(?: of)? {named_month}(?:,? {y}\b)?"),
            ("date", r"\b{day}(?: of)? {named_month}(?:,? {y}\b)?"),
            ("date", r"\b{named_month} {day},? {y}\b"),
            ("date", r"(?<!\bthe )\b{named_month} {day}"),  # "the January 6 committee" is a name
            ("date", r"\b{named_month},? (?:of )?{y}\b"),
            ("date", r"\b{near} ?{named_month}(?! ?\d){no_name}"),
            ("date", r"\b(?:in|since) (?P<month>(?-i:may|march|august|april|june))(?=\W*$)"),
            ("years", r"\b(?:between|from) {y} (?:and|to|through|until|till) {y2}\b"),
            (
                "year",
                r"\b(?:in|since|during|until|till|before|after|of|early|late|mid|throughout|year)[ -]{y}\b"
                r"(?![,.%-]\d|s\b)",
            ),
            ("quarter", r"\bQ(?P<q>[1-4])\b(?:(?: of)? {y}\b)?|\b{y}[ -]Q(?P<q>[1-4])\b"),
            ("quarter", r"\b(?:the )?{nth} quarter{of_year}\b(?! of\b)"),
            (
                "half",
                r"\bH(?P<q>[12]) {y}\b|\b(?:the )?{nth} half of (?:{named_month}(?: {y}\b)?|{y}\b|(?=(?:this|last) year\b))",
            ),
            (
                "season",
                r"\b(?:in|during|over|since|until|before|after|of|(?P<this>this)|(?P<last>last|(?:this |the )?past)|early|late)"
                r" (?:the )?(?<!after the )(?<!before the )(?<!until the ){season}(?:(?: of)? {y}(?:[-/–]\d\d)?\b)?(?! (?-i:[A-Z])| season\b|s\b|-)",
            ),
            (
                "week of month",
                r"\b(?:the )?{nth} (?:full )?week (?:of|in) (?:{named_month}{of_year}\b|(?=(?:this|last|the) (?:month|year)\b))",
            ),
            (
                "day of month",
                r"\b(?:on|by|since|until|before|after|{weekday},?) the (?P<d>\d{1,2})(?:st|nd|rd|th)\b"
                r"(?=\W*$|[,.;:?!]| {function}\b)(?! of {named_month})",
            ),
            ("last weekday", r"\b(?:last|this past|the previous) {weekday}\b"),
            ("weekday", r"\b{weekday}\b(?!s\b|-){no_name}"),
            ("recent", r"\b(?:recently|lately|recent|in recent (?:hours|days|weeks|months)|these days)\b"),
            (
                "current",
                r"\b(?:right now|currently|at the moment|at present|as of now|nowadays|(?:the|’s|'s) current)\b",
            ),
            (
                "newest",
                r"\b(?:latest|newest|most recent(?:ly)?|up to date|so far|to date|until now|up to now"
                r"|what(?:['’]s| is) new)\b",
            ),
            (
                "future",
                r"\b(?:tomorrow|(?:later|end of) (?:this|last) (?:week|month|year)|(?:next|the coming|the following"
                r"|upcoming) (?:{n} )?(?:{weekday}|{month}|{season}|{unit}))\b",
            ),
        ),
        since_before=r"\b(?:since|after|starting)(?: the)? ?$",
        until_before=r"\b(?:until|till|by|up to)(?: the)? ?$",
        before_before=r"\b(?:before|prior to)(?: the)? ?$",
        compared_before=r"\b(?:than|compared (?:to|with)|versus|vs\.?|from|up on)(?: what it was)?(?: the| in)? ?$",
        early_before=r"\b(?:early(?: in)?|(?:the )?(?:beginning|start) of|the (?:first|early) days of)(?: the)?[ -]$",
        mid_before=r"\b(?:mid|(?:the )?middle of)(?: the)?(?: |-| - )?$",
        late_before=r"\b(?:late(?: in)?|(?:the )?end of|the (?:last|final) days of)(?: the)?[ -]$",
        event=r"\bsince (?P<event>(?!then\b|when\b|long\b|that time\b)[^,.;:?!]{2,80}?)(?= (?:what|who|whom|which|how"
        r"|where|why|has|have|had|did|does|do|is|are)\b|[,.;:?!]|$)",
        ahead=r"\b(?:will|going to|upcoming)\b",
    ),
)
