"""The public site stands under `/guias/`, in other languages under `/en/guias/` and so on: words of an address that was
printed or sent are not translated away. Whoever writes the guides works under `/portal/`."""

from django.urls import path
from django.urls.resolvers import URLPattern

from ayni.lib.tongues import in_every_language

from .views import (
    channels,
    community,
    drafts,
    employers,
    files,
    helping,
    keeping,
    kiosk,
    news,
    newsroom,
    offline,
    pictures,
    posters,
    public,
    where,
)

app_name = "portal"


urlpatterns: list[URLPattern] = [
    *in_every_language("guias/", public.start, "start"),
    *in_every_language("guias/buscar/", public.look, "search"),
    *in_every_language("guias/novedades.xml", files.feed, "feed"),
    *in_every_language("guias/sin-conexion/", offline.kept, "kept"),
    *in_every_language("guias/tema/<slug:word>/", public.service, "service"),
    *in_every_language("guias/<slug:word>/", public.guide, "guide"),
    *in_every_language("guias/<slug:word>/hoja.pdf", files.sheet, "sheet"),
    *in_every_language("guias/<slug:word>/audio.mp3", files.audio, "audio"),
    *in_every_language("guias/<slug:word>/sirvio/", helping.helped, "helped"),
    # Whoever employs, enrols or attends.
    *in_every_language("empleadores/", employers.employers, "employers"),
    path("trabajar/", employers.short, name="work-short"),
    *in_every_language("empleadores/documento/", employers.work_paper, "work-paper"),
    *in_every_language("empleadores/limite/", employers.limit, "limit"),
    *in_every_language("escuelas-y-municipios/", employers.accepted, "accepted"),
    *in_every_language("comunidad/", community.community, "community"),
    path("api/documentos-para-trabajar/", employers.papers_api, name="papers-api"),
    path("guias/imagen/<slug:digest>.webp", files.picture, name="picture"),
    path("sitemap.xml", files.sitemap, name="sitemap"),
    path("robots.txt", files.robots, name="robots"),
    path("sw.js", offline.worker, name="worker"),
]

# The screen of a waiting room.
urlpatterns += [
    *in_every_language("quiosco/", kiosk.start, "kiosk"),
    *in_every_language("quiosco/lineas/", kiosk.lines, "kiosk-lines"),
    *in_every_language("quiosco/tema/<slug:word>/", kiosk.service, "kiosk-service"),
    *in_every_language("quiosco/guias/<slug:word>/", kiosk.guide, "kiosk-guide"),
    path("quiosco/salir/", kiosk.leave, name="kiosk-leave"),
]

# Where gateways bring what people wrote from a telephone.
urlpatterns += [
    path("canales/sms/", channels.sms, name="sms"),
    path("canales/ussd/", channels.ussd, name="ussd"),
    path("canales/whatsapp/", channels.chat, name="chat"),
]

# Where to go.
urlpatterns += [
    *in_every_language("donde-ir/", where.find, "where"),
    *in_every_language("donde-ir/hoja.pdf", where.sheet, "where-sheet"),
    path("donde-ir/puntos.xml", where.sitemap, name="where-sitemap"),
    *in_every_language("donde-ir/<uuid:public_id>/", where.point, "where-point"),
    path("portal/no-encontrado/", posters.unmet, name="unmet"),
    path("portal/afiches/", posters.posters, name="posters"),
    path("portal/afiche/<slug:office_code>.pdf", posters.poster, name="poster"),
]

# Whoever writes, reads over and publishes.
DRAFT = "portal/borradores/<int:draft_number>/"
urlpatterns += [
    path("portal/", keeping.guides, name="guides"),
    path("portal/nueva/", keeping.new_guide, name="new-guide"),
    path("portal/canales/", channels.board, name="channels"),
    path("portal/enlaces/", keeping.links, name="links"),
    path("portal/guias/<slug:slug>/", keeping.history, name="history"),
    path("portal/guias/<slug:slug>/<str:language>/<int:number>/", keeping.version, name="version"),
    path("portal/guias/<slug:slug>/revisada/", keeping.checked, name="checked"),
    path("portal/guias/<slug:slug>/retirar/", keeping.withdraw, name="withdraw"),
    path("portal/guias/<slug:slug>/reponer/", keeping.bring_back, name="bring-back"),
    path("portal/guias/<slug:slug>/<str:language>/borrador/", drafts.start, name="start-draft"),
    path(DRAFT, drafts.draft, name="draft"),
    path(f"{DRAFT}escribir/", drafts.write, name="write-draft"),
    path(f"{DRAFT}guardar/", drafts.save, name="save-draft"),
    path(f"{DRAFT}ver/", drafts.preview, name="preview"),
    path(f"{DRAFT}comparado/", drafts.compare, name="compare-draft"),
    path(f"{DRAFT}enviar/", drafts.submit, name="submit-draft"),
    path(f"{DRAFT}publicar/", drafts.publish, name="publish-draft"),
    path(f"{DRAFT}devolver/", drafts.send_back, name="return-draft"),
    path(f"{DRAFT}descartar/", drafts.discard, name="discard-draft"),
    path(f"{DRAFT}imagenes/nueva/", pictures.add, name="add-picture"),
    path(f"{DRAFT}imagenes/<str:name>/", pictures.change, name="change-picture"),
    path(f"{DRAFT}imagenes/<str:name>/quitar/", pictures.take_out, name="take-picture-out"),
    path("portal/imagenes/<slug:digest>.webp", pictures.own, name="own-picture"),
]

# News, links to others, what companies promise.
urlpatterns += [
    *in_every_language("noticias/", news.news, "news"),
    *in_every_language("noticias/novedades.xml", news.feed, "news-feed"),
    *in_every_language("noticias/<slug:word>/", news.item, "news-item"),
    *in_every_language("enlaces/", news.outside, "outside"),
    *in_every_language("empleadores/compromisos/", news.commitments, "commitments"),
]
NEWS_DRAFT = "portal/noticias/borradores/<int:draft_number>/"
urlpatterns += [
    path("portal/noticias/", newsroom.newsroom, name="newsroom"),
    path("portal/noticias/nueva/", newsroom.new_news, name="new-news"),
    path("portal/enlaces/catalogo/", newsroom.catalogue, name="catalogue"),
    path("portal/enlaces/catalogo/<slug:slug>/", newsroom.confirm_address, name="confirm-address"),
    path(NEWS_DRAFT, newsroom.news_draft, name="news-draft"),
    path(f"{NEWS_DRAFT}escribir/", newsroom.write_news, name="write-news"),
    path(f"{NEWS_DRAFT}ver/<str:language>/", newsroom.preview_news, name="preview-news"),
    path(f"{NEWS_DRAFT}enviar/", newsroom.submit_news, name="submit-news"),
    path(f"{NEWS_DRAFT}publicar/", newsroom.publish_news, name="publish-news"),
    path(f"{NEWS_DRAFT}devolver/", newsroom.return_news, name="return-news"),
    path(f"{NEWS_DRAFT}descartar/", newsroom.discard_news, name="discard-news"),
    path("portal/noticias/<slug:slug>/", newsroom.news_history, name="news-history"),
    path("portal/noticias/<slug:slug>/corregir/", newsroom.correct_news, name="correct-news"),
    path("portal/noticias/<slug:slug>/retirar/", newsroom.withdraw_news, name="withdraw-news"),
    path("portal/noticias/<slug:slug>/reponer/", newsroom.bring_news_back, name="bring-news-back"),
]
