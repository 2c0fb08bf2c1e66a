"""Words of a site's own interface, by language: what buttons, link boxes and notices are made of.

Not lines: words. A short line is an interface line when it is made of them alone (cleaning.py), in whatever
order and number, so that "Most Commented", "Most Shared This Week" and "Share this story" are all
recognised and none of them is listed.
"""

from __future__ import annotations

import re

# What a reader is asked to do with the page, and what its boxes are called.
_INTERFACE = """
ad ads advert advertise advertisement advertisements advertising sponsored promoted promotion share shares
shared sharing tweet tweets retweet pin email e-mail mail print printer save saved bookmark bookmarks copy link
links comment comments commented commenting reply replies subscribe subscribed subscriber subscribers
subscription subscriptions newsletter newsletters sign signup register login log account password inbox
unsubscribe follow followers like likes liked facebook twitter instagram youtube tiktok linkedin whatsapp
telegram reddit pinterest flipboard rss related recommended recommendations trending popular read reading viewed
watched discussed click tap scroll swipe download install app menu navigation search close open skip loading
gallery slideshow continue continued continues load listen access accept picks image images photo photos video
videos watch tags topics copyright reserved cookies cookie consent privacy terms homepage home
anzeige werbung teilen drucken merken kommentar kommentare kommentieren abonnieren newsletter anmelden
registrieren weiterlesen mehrlesen lesen lesezeit meistgelesen meistkommentiert gelesen kommentiert startseite
datenschutz impressum folgen verwandte thema themen
publicité annonce partager imprimer commenter commentaire commentaires abonner abonnez abonnés inscrire
inscrivez lire lus lu partagés suivez accueil connexion
publicidad anuncio compartir comparte imprimir comentar comentario comentarios suscribirse suscríbete suscribete
suscripción boletín leer leídas leidas leído síguenos siguenos relacionadas relacionados inicio
publicidade anúncio compartilhar compartilhe partilhar comentários comentários assine assinar leia lidas
relacionadas
pubblicità condividi stampa commenta commenti abbonati iscriviti leggi letti correlati
advertentie delen afdrukken reacties abonneren inschrijven lees gelezen gerelateerd
реклама поделиться комментарии комментарий подписаться подписывайтесь читать читайте читаемое распечатать
إعلان شارك مشاركة تعليق تعليقات اشترك طباعة المزيد اقرأ
"""

# Words that such lines are filled up with. Alone they make none.
_FILLERS = """
a about account after all also an and any are article articles as at back be below below by can content day
daily editors editor's pick first for free from full get give here how in into is it its latest later leave left
min mins minute minutes more most must my new news next no not now of off on one or our out page pages part
please post posts previous prev rights s see section sections send show site skip something stories story
temporarily than that the their them these they this time to today top up us use via view views we week what
with you your
aktuelle am an artikel auch auf aus bei beitrag das dem den der des die diese diesen diesem dieser ein eine für
hier ihre im jetzt mehr meist meisten mit nach nachrichten nächste oben seite sie uns unsere unseren unserem
unserer und vorherige von vor weiter weitere weiteren zu zum zur
à ce cet cette articles aussi d de des du en et haut ici l la le les notre nos nous page par plus pour précédent
suivant sujet sur un une vidéo vidéos vos votre
al artículo artículos aquí con de del el en esta este la las lo los más noticia noticias nuestra nuestro
nuestros página para por siguiente sobre su todo todos tu un una y
aqui as com da do e em esta este mais matéria mais na no nossa nosso notícia notícias o os para por também uma
veja
anche altri articolo articoli con di e gli i il in la le notizie nostra nostro per più questo questa qui su
tutti
artikel artikelen deze dit het in meer meest met nieuws op ook van voor
в все далее еще ещё и к материалы на нас новости по по подробнее также теме это этой
"""

INTERFACE = frozenset(_INTERFACE.split())
FILLERS = frozenset(_FILLERS.split())

# Scripts without spaces: what is left of a line when these are taken out tells.
UNSPACED = re.compile(
    "광고|공유하기|공유|댓글|기사|관련|많이|가장|본|뉴스|구독하기|구독|더보기|더 보기|좋아요|"
    "인쇄하기|인쇄|스크랩|글자크기|로그인|회원가입|무단|전재|재배포|복사|금지|저작권자|저작권|추천|"
    "인기|이전|다음|목록|바로가기|읽는|시간|카카오톡|페이스북|트위터|원문|제보|하기|广告|廣告|"
    "分享到|分享|评论|評論|相关|相關|阅读|閱讀|推荐|推薦|热门|熱門|订阅|訂閱|登录|登入|注册|註冊|"
    "更多|点击|點擊|查看|新闻|新聞|文章|返回|顶部|頂部|首页|首頁|上一页|下一页|上一篇|下一篇|上一頁|"
    "下一頁|收藏|打印|列印|微信|微博|扫一扫|關注|关注|转载|轉載|版权|版權|所有|保留|延伸|全文|展开|"
    "展開|责任编辑|責任編輯|広告|共有|シェア|ツイート|コメント|関連|記事|おすすめ|ランキング|続き|"
    "読む|会員|登録|ログイン|購読|人気|次|前|ページ|無断|転載|禁|もっと|見る|印刷|保存|ニュース|"
    "一覧|トップ"
)
UNSPACED_FILLERS = re.compile(
    "[을를이가은는의에도로과와및한 저하기순 개건위]|[的了到与與和及请請点點您]|[のをにはがとへでもじるします]"
)
