"""Words and signs for numbers, scales and units in the languages of the news: the tables that `numbers` reads by."""

from __future__ import annotations

UNITS = {
    word: unit
    for unit, words in {
        "%": "% percent pct prozent percento 퍼센트 프로 ％",
        "$": "$ usd us$ dollar dollars dólares dólar 달러 美元 美金 ドル",
        "€": "€ eur euro euros 유로 欧元 歐元",
        "£": "£ gbp pound pounds",
        "¥": "¥ cny rmb yuan yen jpy 元 人民币 위안 엔 円",
        "₩": "₩ krw won 원",
        "km": "km kilometer kilometers kilometre kilometres kilómetros 킬로미터 公里",
        "mile": "mile miles",
        "m": "meter meters metre metres metros 미터 米",
        "kg": "kg kilo kilos kilogram kilograms kilogramos 킬로그램 公斤",
        "t": "ton tons tonne tonnes toneladas tonnen 톤 吨 噸",
        "year": "year years año años jahr jahre jahren 년간 年间",
        "month": "month months mes meses monat monate monaten 개월 个月",
        "week": "week weeks semana semanas woche wochen 주간 周",
        "day": "day days día días tag tage tagen 일간 天",
        "hour": "hour hours hora horas stunde stunden 시간 小时",
        "minute": "minute minutes minuto minutos minuten 분 分钟",
    }.items()
    for word in words.split()
}
SCALES = {
    word: scale
    for scale, words in {
        1e2: "hundred hundert 백 百",
        1e3: "thousand k mil tausend mille mila 천 千",
        1e4: "만 万 萬",
        1e6: "million millions mn mio millón millones millionen milhão milhões milione milioni",
        1e8: "억 亿 億",
        1e9: "billion billions bn milliarde milliarden mrd milliard milliards bilhão bilhões miliardo miliardi",
        1e12: "trillion trillions tn billón billones billionen 조 兆",
    }.items()
    for word in words.split()
}
ONES = {
    word: float(value)
    for words, value in (
        ("zero cero", 0), ("two dos zwei deux dois", 2), ("three tres drei trois três tre", 3),
        ("four cuatro vier quatre quatro quattro", 4), ("five cinco fünf cinq cinque", 5), ("six seis sechs", 6),
        ("seven siete sieben sete sette", 7), ("eight ocho acht huit oito otto", 8), ("nine nueve neun neuf nove", 9),
        ("ten diez zehn dix dez dieci", 10), ("eleven elf onze undici", 11),
        ("twelve doce zwölf douze doze dodici", 12),
        ("thirteen trece dreizehn treize", 13), ("fourteen catorce vierzehn quatorze", 14),
        ("fifteen quince fünfzehn quinze quindici", 15), ("sixteen dieciséis sechzehn seize", 16),
        ("seventeen diecisiete siebzehn", 17), ("eighteen dieciocho achtzehn", 18),
        ("nineteen diecinueve neunzehn", 19), ("dozen docena dutzend", 12),
    )
    for word in words.split()
}  # fmt: skip
TENS = {
    word: float(value)
    for words, value in (
        ("twenty veinte zwanzig vingt vinte venti", 20), ("thirty treinta dreißig trente trinta trenta", 30),
        ("forty cuarenta vierzig quarante quarenta quaranta", 40), ("fifty cincuenta fünfzig cinquante", 50),
        ("sixty sesenta sechzig soixante", 60), ("seventy setenta siebzig", 70), ("eighty ochenta achtzig", 80),
        ("ninety noventa neunzig", 90), ("cien", 100),
    )
    for word in words.split()
}  # fmt: skip
PARTS = {
    "half": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fifth": 5, "fifths": 5, "tenth": 10, "tenths": 10,
}  # fmt: skip
ONE = {"one": 1.0, "a": 1.0, "an": 1.0, "un": 1.0, "una": 1.0, "ein": 1.0, "eine": 1.0}
ORDINALS = {
    "first": 1.0,
    "second": 2.0,
    "third": 3.0,
    "fourth": 4.0,
    "fifth": 5.0,
    "sixth": 6.0,
    "seventh": 7.0,
    "eighth": 8.0,
    "ninth": 9.0,
    "tenth": 10.0,
    "eleventh": 11.0,
    "twelfth": 12.0,
}
LEFT_OUT = frozenset("%$€£¥₩") | {"year"}  # "71 years old", "a fisherman of 71"
SHARES = frozenset({"%", "part"})
SIZES = {
    "minute": ("time", 1 / 1440), "hour": ("time", 1 / 24), "day": ("time", 1.0), "week": ("time", 7.0),
    "month": ("time", 30.44), "year": ("time", 365.25), "m": ("length", 1.0), "km": ("length", 1000.0),
    "mile": ("length", 1609.344), "kg": ("mass", 1.0), "t": ("mass", 1000.0),
}  # fmt: skip
HAN = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2, "兩": 2}
HAN_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "萬": 10_000, "亿": 10**8, "億": 10**8}
NATIVE = {
    "두": 2, "세": 3, "네": 4, "다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8, "아홉": 9, "열": 10, "열한": 11, "열두": 12,
    "열세": 13, "열네": 14, "열다섯": 15, "열여섯": 16, "스무": 20, "서른": 30, "마흔": 40,
}  # fmt: skip
