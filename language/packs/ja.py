"""Japanese."""

from language.pack import Pack, Questions, Statements, Talk, phrases, words

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
    statements=Statements(
        denying=words(
            """
            証拠はない 証拠がない 証拠はな 証拠がな 根拠はない 根拠がない 否定 否認 打ち消 反論 拒否 拒んだ 断った
            除外 可能性はない できなかった 代わりに 不可能 存在しない 回避 阻止
            """
        ),
        refuting=words(
            """
            事実ではない 事実でない 虚偽 うそ 嘘 デマ 偽情報 誤り 間違い でたらめ 捏造 作り話 根も葉もない
            """
        ),
        doubting=words(
            """
            うわさ 噂 疑い 疑惑 疑問 とみられる とされる という説 主張 懸念 恐れ おそれ 心配 思う 考え 推測 憶測
            かもしれない ようだ らしい 未確認 告発 非難 容疑 予想 見通し 見込み 可能性 警告 信じ
            """
        ),
        asking=words(
            """
            かどうか か否か ですか ますか だろうか でしょうか のか 尋ね 問い
            """
        ),
        conditioning=words(
            """
            もし 仮に 場合 ならば なら れば たら としても 限り
            """
        ),
        planning=words(
            """
            計画 予定 方針 検討 目指 意向 つもり しよう 提案 要求 要請 求め 呼びかけ 命じ 指示 約束 脅し ために
            """
        ),
        retracting=words(
            """
            訂正 撤回 取り消 誤報 誤って報 お詫び
            """
        ),
        negations=words(
            """
            ない なかった ず ません 無い ぬ
            """
        ),
        future=words(
            """
            だろう でしょう 予定 見通し
            """
        ),
        possible=words(
            """
            できる かもしれ 可能 べき
            """
        ),
        past=words(
            """
            た だった ました
            """
        ),
        reporting=words(
            """
            述べ 語っ 話し 発表し 伝え 報じ 説明し 明らかにし によると と言
            """
        ),
        binding=phrases(
            """
            ため から ので 原因 により
            後 のち
            前
            まで
            間
            だけ のみ
            すべて 全て 全
            一部
            ほとんど
            半分
            以上
            以下 未満
            初めて 最初
            再び
            """
        ),
        grammar=words(
            """
            の は が を に へ と で も や か から まで より な た だ です ます した する して いる ある この その あの
            こと もの など これ それ
            """
        ),
        prepositions=words(
            """
            に へ で から まで より と の
            """
        ),
        agents=words(
            """
            に によって
            """
        ),
        passives=words(
            """
            れた られた される された れる
            """
        ),
        finite=words(
            """
            た だ です ます する した いる ある った
            """
        ),
        contrasts=words(
            """
            しかし が、 けれど 一方
            """
        ),
        joints=words(
            """
            しかし また そして
            """
        ),
        endings=words(
            """
            た る です ます
            """
        ),
        pronouns=words(
            """
            彼 彼女 彼ら 同氏 同社 同市 それ
            """
        ),
    ),
)
