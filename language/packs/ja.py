"""Japanese."""

from language.pack import Pack, Questions, Talk, phrases, words

PACK = Pack(
    code="ja",
    name="日本語",
    reviewed=False,
    function_words=words(
        """
        は が を に の と で も か だれ 誰 いつ どこ なに 何 ます した です すか でし たか
        """
    ),
    talk=Talk(
        greetings=phrases(
            """
            こんにちは
            こんばんは
            おはよう
            おはようございます
            皆さんこんにちは
            """
        ),
        thanks=phrases(
            """
            ありがとう
            ありがとうございます
            どうもありがとう
            感謝します
            """
        ),
        farewells=phrases(
            """
            さようなら
            おやすみ
            おやすみなさい
            また明日
            """
        ),
    ),
    questions=Questions(
        openings=phrases(
            """
            誰が
            いつ
            どこで
            なぜ
            何が
            """
        )
    ),
)
