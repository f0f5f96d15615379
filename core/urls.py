from django.urls import path

from core.views import exports, imports
from core.views.gallery import gallery
from core.views.verify import verify

app_name = "core"

urlpatterns = [
    path("gallery/", gallery, name="gallery"),
    path("verify/", verify, name="verify"),
    path("exports/", exports.exports, name="exports"),
    path("exports/new/<slug:name>/", exports.export_new, name="export_new"),
    path("exports/at-once/<slug:name>.csv", exports.export_at_once, name="export_at_once"),
    path("exports/<int:pk>/", exports.export_run, name="export_run"),
    path("exports/<int:pk>/file/", exports.export_file, name="export_file"),
    path("exports/<int:pk>/again/", exports.export_again, name="export_again"),
    path("imports/", imports.imports, name="imports"),
    path("imports/<int:pk>/", imports.import_run, name="import_run"),
    path("imports/<int:pk>/columns/", imports.import_columns, name="import_columns"),
    path("imports/<int:pk>/save/", imports.import_save, name="import_save"),
    path("imports/<int:pk>/cancel/", imports.import_cancel, name="import_cancel"),
    path("imports/<int:pk>/to-correct.xlsx", imports.import_problems, name="import_problems"),
    path("imports/<int:pk>/file/", imports.import_file, name="import_file"),
    path("imports/<slug:name>/new/", imports.import_new, name="import_new"),
    path("imports/<slug:name>/template.xlsx", imports.import_template, name="import_template"),
]
