from django.urls import path

from core.views.gallery import gallery

app_name = "core"

urlpatterns = [
    path("gallery/", gallery, name="gallery"),
]
