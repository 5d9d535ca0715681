"""The service's addresses with those of this room, whether or not the service has them yet."""

from django.urls import include, path

from stillpoint.site import urls

urlpatterns = [path("people/", include("stillpoint.people.urls")), *urls.urlpatterns]
handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500
