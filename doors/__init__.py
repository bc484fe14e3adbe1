"""The doors: what every way into Dewan shares, for pages and for the API. PLT-2 PLT-7

Pages: frame (the rail and what surrounds a page), lists, forms, parts, refusals, headers.
API: conventions of `/api/v1/`. No models; every room may import it, it imports no room.
"""
