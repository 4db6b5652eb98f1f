from django.urls import path

from .views import cases, deciding, home, notes, rows, screening, tasks

app_name = "desk"
urlpatterns = [
    path("desk/", home.home, name="home"),
    path("desk/<slug:code>/", home.number, name="number"),
    path("people/<uuid:person_id>/screening/", screening.start, name="screening-start"),
    path("screenings/<uuid:screening_id>/", screening.screening, name="screening"),
    path("screenings/<uuid:screening_id>/result/", deciding.result, name="screening-result"),
    path("screenings/<uuid:screening_id>/open/", deciding.open_case, name="screening-open"),
    path("screenings/<uuid:screening_id>/orientation/", deciding.orient, name="screening-orient"),
    path("screenings/<uuid:screening_id>/answers/", deciding.answers, name="screening-answers"),
    path("screenings/<uuid:screening_id>/<slug:code>/", screening.form, name="screening-form"),
    path("cases/", cases.listing, name="cases"),
    path("cases/<uuid:case_id>/", cases.plan, name="case"),
    path("cases/<uuid:case_id>/history/", cases.history, name="case-history"),
    path("cases/<uuid:case_id>/plan.pdf", cases.print_plan, name="case-print"),
    path("cases/<uuid:case_id>/close/", cases.close, name="case-close"),
    path("cases/<uuid:case_id>/reopen/", cases.reopen, name="case-reopen"),
    path("cases/<uuid:case_id>/assign/", cases.assign, name="case-assign"),
    path("cases/<uuid:case_id>/notes/", notes.notes, name="case-notes"),
    path("cases/<uuid:case_id>/notes/new/", notes.write, name="note-write"),
    path("cases/<uuid:case_id>/notes/draft/", notes.save_draft, name="note-draft"),
    path("cases/<uuid:case_id>/tasks/new/", tasks.add, name="task-add"),
    path("cases/<uuid:case_id>/tasks/<uuid:task_id>/", tasks.task, name="task"),
    path("cases/<uuid:case_id>/tasks/<uuid:task_id>/done/", tasks.finish, name="task-done"),
    path("cases/<uuid:case_id>/tasks/<uuid:task_id>/skip/", tasks.skip, name="task-skip"),
    path("cases/<uuid:case_id>/tasks/<uuid:task_id>/take-back/", tasks.take_back, name="task-take-back"),
    path("cumplimiento/filas/<slug:measure>/", rows.behind, name="rows"),
]
