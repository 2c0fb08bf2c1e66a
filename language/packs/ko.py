"""Korean."""

from language.pack import Pack, Questions, Talk, phrases, words

PACK = Pack(
    code="ko",
    name="한국어",
    reviewed=False,
    function_words=words(
        """
        누가 누구 언제 어디 무엇 뭐 어떤 어느 왜 몇 얼마 인가 니까 하는 했나 나요 했습 까요 는가 된 것은 것을 무슨
        """
    ),
    talk=Talk(
        greetings=phrases(
            """
            안녕
            안녕하세요
            안녕하십니까
            여러분 안녕하세요
            """
        ),
        thanks=phrases(
            """
            고마워
            고마워요
            고맙습니다
            감사합니다
            감사해요
            정말 감사합니다
            """
        ),
        farewells=phrases(
            """
            안녕히 계세요
            안녕히 가세요
            잘 가
            잘 자
            내일 봐요
            """
        ),
    ),
    questions=Questions(
        openings=phrases(
            """
            누가
            언제
            어디에서
            왜
            무엇을
            무엇이
            """
        )
    ),
)
