from django.urls import path

from tuopin.web.jobs import views

urlpatterns = [
    path("jobs/", views.job_list, name="jobs"),
    path("jobs/<uuid:key>/cancel/", views.cancel, name="job_cancel"),
]
