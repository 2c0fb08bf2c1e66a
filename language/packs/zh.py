"""Chinese, in simplified and traditional characters."""

from language.pack import Pack, Questions, Talk, phrases, words

PACK = Pack(
    code="zh",
    name="中文",
    reviewed=False,
    function_words=words(
        """
        谁 什么 什麼 哪 哪里 哪裡 哪个 哪個 何时 何時 时候 怎么 怎麼 怎样 为什 多少 几 的 了 是 在 和 与 吗 呢 是谁
        是什 谁是 的是 了什
        """
    ),
    talk=Talk(
        greetings=phrases(
            """
            你好
            您好
            大家好
            早上好
            下午好
            晚上好
            """
        ),
        thanks=phrases(
            """
            谢谢
            謝謝
            多谢
            非常感谢
            谢谢你
            谢谢您
            """
        ),
        farewells=phrases(
            """
            再见
            再見
            晚安
            明天见
            """
        ),
    ),
    questions=Questions(
        openings=phrases(
            """
            谁是
            什么是
            为什么
            什么时候
            有多少
            哪里
            """
        )
    ),
)
