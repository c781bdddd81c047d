"""Addresses of everybody's work."""

from django.urls import path

from . import task_views

app_name = "tasks"
urlpatterns = [
    path("tasks/", task_views.tasks, name="list"),
    path("tasks/<uuid:task_id>/", task_views.task, name="task"),
    path("tasks/<uuid:task_id>/done", task_views.done, name="done"),
    path("tasks/<uuid:task_id>/reopen", task_views.reopen, name="reopen"),
    path("tasks/<uuid:task_id>/move", task_views.move, name="move"),
]
