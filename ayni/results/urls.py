"""*Cumplimiento* stands under `/cumplimiento/`; indicators, frameworks and reports stand under `/resultados/`."""

from django.urls import path

from .views import board, counted, editing, frameworks, projects, reports

app_name = "results"
ONE, REPORT = "resultados/indicadores/<str:code>/", "resultados/informes/<uuid:report_id>/"
PROJECT = "resultados/proyectos/<str:code>/"
FRAMEWORK = "resultados/marcos/<str:code>/"
urlpatterns = [
    path("cumplimiento/instituciones/", counted.institutions, name="scorecard"),
    path("cumplimiento/capacidad/", counted.capacity, name="capacity"),
    path("cumplimiento/atendidos/", counted.who, name="attended"),
    path("cumplimiento/voz/", counted.voice, name="voice"),
    path("cumplimiento/regularizacion/", counted.flow, name="flow"),
    path("cumplimiento/regularizacion/atencion/", counted.counter, name="attention"),
    path("cumplimiento/", counted.compliance, name="compliance"),
    path("cumplimiento/cambios/<str:code>/<int:version>/", counted.change, name="change"),
    path("resultados/", board.indicators, name="indicators"),
    path("resultados/nuevo/", editing.new, name="indicator-new"),
    path("resultados/valores/", editing.waiting, name="waiting"),
    path("resultados/valores/<int:value_id>/", editing.decide, name="value"),
    path(ONE, board.indicator, name="indicator"),
    path(f"{ONE}derivacion/", board.derivation, name="derivation"),
    path(f"{ONE}versiones/<int:number>/", board.version, name="indicator-version"),
    path(f"{ONE}cambiar/", editing.change, name="indicator-change"),
    path(f"{ONE}retirar/", editing.retire, name="indicator-retire"),
    path(f"{ONE}metas/", editing.target, name="target"),
    path(f"{ONE}valores/", editing.value, name="value-give"),
    path("resultados/marcos/", frameworks.listing, name="frameworks"),
    path(FRAMEWORK, frameworks.tree, name="framework"),
    path(f"{FRAMEWORK}con/<str:other>/", frameworks.matrix, name="matrix"),
    path(f"{FRAMEWORK}revisar/", frameworks.review, name="framework-review"),
    path(f"{FRAMEWORK}describir/", frameworks.describe, name="framework-describe"),
    path(f"{FRAMEWORK}alinear/", frameworks.align, name="framework-align"),
    path("resultados/proyectos/", projects.listing, name="projects"),
    path("resultados/proyectos/nuevo/", projects.new, name="project-new"),
    path(PROJECT, projects.project, name="project"),
    path(f"{PROJECT}cambiar/", projects.change, name="project-change"),
    path(f"{PROJECT}marcar/", projects.mark, name="project-mark"),
    path(f"{PROJECT}terminar/", projects.end, name="project-end"),
    path(f"{PROJECT}actividades/", projects.activity, name="project-activity"),
    path(f"{PROJECT}actividades/<int:activity_id>/marcar/", projects.mark, name="activity-mark"),
    path(f"{PROJECT}actividades/<int:activity_id>/hecha/", projects.done, name="activity-done"),
    path("resultados/informes/", reports.listing, name="reports"),
    path("resultados/informes/nuevo/", reports.new, name="report-new"),
    path(REPORT, reports.report, name="report"),
    path(f"{REPORT}escribir/", reports.write, name="report-write"),
    path(f"{REPORT}trabajo/", reports.work, name="report-work"),
    path(f"{REPORT}aprobar/", reports.approve, name="report-approve"),
    path(f"{REPORT}corregir/", reports.correct, name="report-correct"),
    path(f"{REPORT}informe.pdf", reports.paper, {"kind": "pdf"}, name="report-pdf"),
    path(f"{REPORT}informe.docx", reports.paper, {"kind": "docx"}, name="report-docx"),
    path(f"{REPORT}informe.xlsx", reports.paper, {"kind": "xlsx"}, name="report-xlsx"),
]
