"""English."""

from language.pack import Pack, Questions, Talk, phrases, words

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
)
