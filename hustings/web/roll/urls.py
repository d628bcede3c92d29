"""The addresses of the roll; docs/site.md."""

from __future__ import annotations

from django.urls import path

from hustings.web.roll.views import (
    applications,
    duplicates,
    electors,
    erasure,
    exporting,
    freezing,
    late,
    overview,
    public,
    uploading,
    uploads,
)

app_name = "roll"

_R = "officer/<slug:org>/c/<slug:slug>/roll/"
_U = f"{_R}uploads/<int:number>/"
_E = f"{_R}electors/<int:number>/"

urlpatterns = [
    path("c/<slug:slug>/ask/", public.ask, name="ask"),
    path("c/<slug:slug>/ask/sent/", public.ask_sent, name="ask_sent"),
    path("privacy/<slug:org>/", public.privacy, name="privacy"),
    path("object/<slug:org>/", public.objection, name="object"),
    path("object/<slug:org>/noted/", public.objection_noted, name="object_noted"),
    path("officer/<slug:org>/privacy/", erasure.notice, name="notice"),
    path("officer/<slug:org>/objections/", erasure.objections, name="objections"),
    path(_R, overview.overview, name="overview"),
    path(f"{_R}upload/", uploading.upload, {"kind": "roll"}, name="upload_roll"),
    path(f"{_R}register/", overview.register, name="register"),
    path(f"{_R}register/upload/", uploading.upload, {"kind": "register"}, name="upload_register"),
    path(_U, uploads.report, name="upload"),
    path(f"{_U}columns/", uploads.columns, name="columns"),
    path(f"{_U}sheet/", uploads.sheet, name="sheet"),
    path(f"{_U}decisions/", uploads.decisions, name="decisions"),
    path(f"{_U}decisions/all/", uploads.decide_all, name="decide_all"),
    path(f"{_U}clean/", uploads.clean, name="clean"),
    path(f"{_U}<slug:name>.csv", uploads.download, name="download"),
    path(f"{_U}take/", uploads.take, name="take"),
    path(f"{_U}undo/", uploads.undo, name="undo"),
    path(f"{_U}remove/", uploads.remove, name="remove"),
    path(f"{_R}duplicates/", duplicates.duplicates, name="duplicates"),
    path(f"{_R}duplicates/find/", duplicates.find, name="find_duplicates"),
    path(f"{_R}duplicates/keep/", duplicates.keep_all, name="keep_duplicates"),
    path(f"{_R}duplicates/<int:number>/", duplicates.decide, name="duplicate"),
    path(f"{_R}electors/", electors.electors, name="electors"),
    path(f"{_R}electors/add/", electors.add, name="add"),
    path(_E, electors.elector, name="elector"),
    path(f"{_E}strike/", electors.strike, name="strike"),
    path(f"{_E}put-back/", electors.put_back, name="put_back"),
    path(f"{_E}reissue/", late.reissue, name="reissue"),
    path(f"{_R}export/", exporting.export, name="export"),
    path(f"{_R}freeze/", freezing.freeze, name="freeze"),
    path(f"{_R}unfreeze/", freezing.unfreeze, name="unfreeze"),
    path(f"{_R}orders/", freezing.orders, name="orders"),
    path(f"{_R}fingerprint/", freezing.fingerprint, name="fingerprint"),
    path(f"{_R}late/", late.late, name="late"),
    path(f"{_R}late/<int:number>/", late.decide, name="late_act"),
    path(f"{_R}applications/", applications.applications, name="applications"),
    path(f"{_R}applications/exact/", applications.approve_exact, name="approve_exact"),
    path(f"{_R}applications/<int:number>/", applications.decide, name="application"),
    path(f"{_R}erase/", erasure.erase, name="erase"),
]
