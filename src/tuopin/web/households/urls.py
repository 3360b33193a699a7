from django.urls import path

from tuopin.web.households import views

urlpatterns = [
    path("households/", views.household_list, name="households"),
    path("households/export/", views.export, name="households_export"),
    path("households/<str:code>/", views.household_page, name="household"),
    path("households/<str:code>/history/", views.history, name="household_history"),
    path("households/<str:code>/<str:standard>/<str:criterion>/", views.answer, name="household_answer"),
]
