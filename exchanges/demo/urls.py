from django.urls import path

from exchanges.views import demo

app_name = "demo"

urlpatterns = [
    path("", demo.personas, name="personas"),
    path("become/", demo.become, name="become"),
    path("mailbox/", demo.mailbox, name="mailbox"),
    path("mailbox/<int:pk>/", demo.mail, name="mail"),
    path("next-day/", demo.next_day, name="next_day"),
    path("end-of-stay/<str:reference>/", demo.end_of_stay, name="end_of_stay"),
]
