"""Chinese, in simplified and traditional characters."""

from language.pack import Pack, Questions, Statements, Talk, phrases, words

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
    statements=Statements(
        denying=words(
            """
            没有证据 沒有證據 无证据 無證據 没有迹象 无迹象 没有任何证据 否认 否認 排除 驳斥 駁斥 反驳 反駁 澄清 拒绝
            拒絕 未能 并不存在 並不存在 不可能 避免 阻止 而不是 而非 尚不清楚 不清楚
            """
        ),
        refuting=words(
            """
            不实 不實 虚假 虛假 谣言 謠言 辟谣 闢謠 假新闻 假消息 捏造 编造 纯属虚构 并非事实 不是事实 不属实 谎言
            謊言 误传 错误说法 无稽之谈
            """
        ),
        doubting=words(
            """
            据传 據傳 传闻 傳聞 传言 傳言 据称 據稱 疑似 涉嫌 怀疑 懷疑 质疑 質疑 担心 擔心 担忧 恐怕 可能 或许 也许
            似乎 看来 认为 認為 相信 猜测 推测 指控 指责 声称 聲稱 宣称 未经证实 未證實 网传 預計 预计 预测 警告 希望
            """
        ),
        asking=words(
            """
            是否 吗 嗎 呢 难道 有没有 会不会 能否 可否 何时 为什么 询问 问
            """
        ),
        conditioning=words(
            """
            如果 假如 若 倘若 要是 除非 只要 一旦 的话 万一
            """
        ),
        planning=words(
            """
            计划 計劃 打算 拟 擬 准备 準備 企图 试图 試圖 建议 建議 提议 提議 要求 敦促 呼吁 呼籲 命令 下令 承诺 承諾
            威胁 威脅 考虑 考慮 有望 即将 為了 为了 以便
            """
        ),
        retracting=words(
            """
            撤回 更正 勘误 勘誤 此前报道有误 误报 誤報 订正 訂正 撤稿 收回
            """
        ),
        negations=words(
            """
            不 没 沒 未 无 無 非 别 莫
            """
        ),
        future=words(
            """
            将 將 会 會 要 即将 将会
            """
        ),
        possible=words(
            """
            可以 能够 能夠 可能 应该 應該 必须
            """
        ),
        past=words(
            """
            了 过 過 曾 已
            """
        ),
        reporting=words(
            """
            说 說 表示 称 稱 指出 报道 報道 宣布 透露 告诉 告訴 介绍 强调 強調 写道 据
            """
        ),
        binding=phrases(
            """
            因为 因 由于 由於 导致 導致 所以 因此 造成
            之后 以后 后
            之前 以前 前
            只 仅 僅
            全部 所有 都 全
            部分 一些
            大多数 多数
            一半
            超过 以上
            不到 以下
            至少
            首次 第一
            再次 又
            直到
            期间
            """
        ),
        grammar=words(
            """
            的 了 在 是 和 与 及 或 等 也 就 都 而 于 被 把 向 对 从 到 由 以 为 之 其 这 那 该 此 并 着 过 地 得 个
            有 他 她 它 们 名 件 位 者
            """
        ),
        prepositions=words(
            """
            在 从 到 向 对 由 于 以 与 和 为 把 被 给
            """
        ),
        agents=words(
            """
            被 由 遭 受
            """
        ),
        passives=words(
            """
            被 遭 受
            """
        ),
        finite=words(
            """
            是 有 在 将 了 会 说 称
            """
        ),
        contrasts=words(
            """
            但 但是 然而 不过 而 却
            """
        ),
        joints=words(
            """
            但 但是 而 而且 并且 因为 所以
            """
        ),
        endings=words(
            """
            了 过
            """
        ),
        pronouns=words(
            """
            他 她 它 他们 她们 它们 其 该
            """
        ),
    ),
)
