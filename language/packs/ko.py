"""Korean."""

from language.pack import Pack, Questions, Statements, Talk, phrases, words

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
    statements=Statements(
        denying=words(
            """
            부인 부정했 일축 반박 배제 사실무근 거부 거절 실패 못했 못한 대신 불가능
            """
        )
        | phrases(
            """
            증거는 없
            증거가 없
            증거도 없
            근거는 없
            근거가 없
            근거 없
            가능성은 없
            가능성이 없
            존재하지 않
            """
        ),
        refuting=words(
            """
            거짓 허위 가짜 낭설 유언비어 괴담 날조 조작된 틀렸 잘못된
            """
        )
        | phrases(
            """
            사실이 아니
            사실과 다르
            사실과 달라
            """
        ),
        doubting=words(
            """
            소문 루머 의혹 의심 추정 추측 주장 우려 설이 알려졌 전해졌 미확인 논란 혐의 고발 비난 믿고 생각 예상 전망
            관측 가능성 경고
            """
        )
        | phrases(
            """
            라는 설
            다는 설
            것으로 보인
            것으로 보고
            확인되지 않
            것 같
            """
        ),
        asking=words(
            """
            여부 인지 는지 은지 됐는지 할지 을지 는가 인가 나요 습니까 까요 묻 문의
            """
        ),
        conditioning=words(
            """
            만약 만일 경우 다면 라면 으면 려면 하면 되면 더라도
            """
        ),
        planning=words(
            """
            계획 예정 방침 추진 검토 목표 의도 하겠다 하려 하려고 제안 요구 촉구 요청 지시 명령 약속 위협 위해
            """
        )
        | phrases(
            """
            기로 했
            기로 하
            """
        ),
        retracting=words(
            """
            오보 철회 정정 바로잡 취소
            """
        )
        | phrases(
            """
            잘못 보도
            앞서 본지
            """
        ),
        negations=words(
            """
            않 못 없 아니
            """
        )
        | phrases(
            """
            안
            """
        ),
        future=words(
            """
            겠 것이다 것으로
            """
        )
        | phrases(
            """
            할 것
            될 것
            """
        ),
        possible=phrases(
            """
            수 있
            수도 있
            할 수
            지도 모
            """
        ),
        past=words(
            """
            했 었 았 됐 였
            """
        ),
        reporting=words(
            """
            밝혔 밝힌 말했 말한 전했 전한 보도했 발표했 발표한 설명했 덧붙 따르면 강조했 알렸
            """
        )
        | phrases(
            """
            고 한다
            """
        ),
        binding=phrases(
            """
            때문 탓 덕분 덕 인해
            후 뒤 이후
            전 이전
            까지
            부터
            동안
            모두 모든 전부
            일부
            대부분
            절반
            이상
            이하 미만
            처음 첫
            다시
            만이 뿐
            """
        ),
        grammar=words(
            """
            이 그 저 것 등 및 또 또는 그리고 수 더 이다 있다 하다 되다 대한 대해 위한 따른 통해 했다 한다 된다 고 며
            은 는 을 를 의 에 에서 로 으로 와 과 도 만
            """
        ),
        prepositions=words(
            """
            에 에서 에게 으로 로 의 와 과 까지 부터 보다 처럼 한테 께
            """
        ),
        agents=words(
            """
            에게 한테
            """
        )
        | phrases(
            """
            에 의해
            """
        ),
        passives=words(
            """
            됐 되었 되는 된다 받았 당했 졌
            """
        ),
        finite=words(
            """
            다 했다 이다 한다 된다 됐다 었다 았다 였다 있다 없다 습니다 니다
            """
        ),
        contrasts=words(
            """
            하지만 그러나 반면 지만 는데
            """
        ),
        joints=words(
            """
            그리고 하지만 그러나 또 또한
            """
        ),
        endings=words(
            """
            다 요
            """
        ),
        pronouns=words(
            """
            그는 그가 그의 그녀는 그녀가 그녀의 그들은 이들은 이는
            """
        )
        | phrases(
            """
            이 회사는
            """
        ),
    ),
)
