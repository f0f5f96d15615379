import hashlib
import os
import subprocess
import sys
import threading
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO

import pytest
from django.conf import settings
from django.template import engines
from django.utils import translation
from page import ValidationProfile, validate_pdf_bytes
from pypdf import PdfReader

from core import charts, pdf

NAMES = (
    "Иванка Петрова, Ђорђе Јовановић, Ґанна Їжак, Ελένη Παπαδοπούλου, Łukasz Żółć, Ștefan Țîrlea, İpek Şağ"
)
PAGE = "{% extends 'pdf/base.html' %}{% block content %}{{ body }}{% endblock %}"


@pytest.fixture
def render(tmp_path):
    """Renders a template given as text."""
    folders = engines["django"].engine.dirs
    folders.insert(0, tmp_path)

    def rendered(source, context=None, **options):
        name = f"{hashlib.sha256(source.encode()).hexdigest()}.html"
        if not (tmp_path / name).exists():
            (tmp_path / name).write_text(source)
        return pdf.render(name, context or {}, **{"title": "Certificate", **options})

    yield rendered
    folders.remove(tmp_path)


@pytest.fixture
def listener():
    """A server on this machine that notes who asks."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()
    thread.join()


def text_of(document):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(document)).pages).split())


def test_render_prints_latin_greek_and_cyrillic_with_its_own_fonts(render):
    document = render(PAGE, {"body": NAMES})
    assert NAMES in text_of(document)
    fonts = {
        str(font.get_object()["/BaseFont"])
        for page in PdfReader(BytesIO(document)).pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert {name.partition("+")[2][:13] for name in fonts} == {"Source-Sans-3"}


def test_render_is_tagged_titled_and_passes_pdf_ua(render):
    chart = charts.funnel("Steps", "Most are paid.", [("Applied", 3), ("Paid", 2)])
    source = (
        "{% extends 'pdf/base.html' %}{% block content %}<h2>Files</h2><ul><li>one</li></ul>"
        "<p><a href='https://example.org/'>site</a></p>{% include 'pdf/_chart.html' %}{% endblock %}"
    )
    attachment = pdf.Attachment("snapshot.json", b'{"a": 1}', "The figures of this document")
    document = render(source, {"chart": chart}, title="Отчет", language="bg", attachments=[attachment])
    reader = PdfReader(BytesIO(document))
    root = reader.trailer["/Root"]
    assert (reader.metadata.title, root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("Отчет", "bg", True)
    assert "/StructTreeRoot" in root
    assert reader.attachments == {"snapshot.json": [b'{"a": 1}']}
    report = validate_pdf_bytes(document, profile=ValidationProfile.PDF_UA_1)
    assert [failure.message for failure in report.failures] == []
    assert report.is_compliant


def test_render_shows_statement_and_disclaimer_and_numbers_its_pages(render):
    source = "{% extends 'pdf/base.html' %}{% block content %}<p>one</p><h2 class='new-page'>two</h2>{% endblock %}"
    document = render(source)
    first, second = (" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(document)).pages)
    assert "Co-funded by the European Union" in first
    assert "1 / 2" in first
    assert "2 / 2" in second
    assert "Views and opinions expressed are those of the authors only" in second


def test_render_speaks_the_language_asked_for_and_leaves_the_page_its_own(render):
    source = (
        "{% extends 'pdf/base.html' %}{% load i18n %}"
        "{% block content %}{% get_current_language as code %}[{{ code }}]{% endblock %}"
    )
    with translation.override("fr"):
        assert "[de]" in text_of(render(source, language="de"))
        assert translation.get_language() == "fr"


def test_render_fetches_nothing(render, listener, tmp_path):
    address, asked = listener
    secret = tmp_path / "secret.txt"
    secret.write_text("TOP-SECRET-CONTENT")
    source = f"""{{% extends 'pdf/base.html' %}}{{% block content %}}
      <link rel="stylesheet" href="{address}/a.css"><link rel="attachment" href="{address}/b" title="b">
      <link rel="attachment" href="file://{secret}" title="c"><a rel="attachment" href="{address}/d">d</a>
      <img src="{address}/e.png" alt="e"><img src="//127.0.0.1/f.png" alt="f"><img src="g.png" alt="g">
      <object data="{address}/h.svg"></object><embed src="file://{secret}">
      <style>@import url("{address}/i.css"); p {{ background: url("{address}/j.png") }}
        @font-face {{ font-family: X; src: url("{address}/k.ttf") }} h2 {{ font-family: X }}</style>
      <h2>heading</h2><p>text</p>
      <svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>t</title>
        <image href="{address}/l.png" width="9" height="9"/><use href="{address}/m.svg#n"/></svg>
      <img src="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'%3E%3C/svg%3E" alt="n">
      <img src="asset:../../etc/hostname" alt="o">{{% endblock %}}"""
    document = render(source)
    assert asked == []
    assert "heading" in text_of(document)
    assert PdfReader(BytesIO(document)).attachments == {}


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/",
        "file:///etc/hostname",
        "data:text/plain,x",
        "asset:unknown",
        "asset:",
        "ASSET:emblem",
        "",
    ],
)
def test_fetcher_refuses_every_address_but_its_own(address):
    with pytest.raises(ValueError, match="own assets only"):
        pdf.AssetFetcher().fetch(address)


@pytest.mark.parametrize("name", pdf.ASSETS)
def test_fetcher_hands_out_its_assets(name):
    answer = pdf.AssetFetcher().fetch(name)
    assert answer.read()
    assert answer.content_type == pdf.ASSETS[name][1]


def test_render_gives_the_same_bytes_again_and_other_bytes_for_other_content(render):
    first = render(PAGE, {"body": "EUR 450"})
    assert render(PAGE, {"body": "EUR 450"}) == first
    assert render(PAGE, {"body": "EUR 451"}) != first


def test_render_gives_the_same_bytes_in_another_process(render, tmp_path):
    here = render("{% extends 'pdf/base.html' %}", title="Снимка")
    program = (
        "import django, sys; django.setup(); from core import pdf;"
        "sys.stdout.buffer.write(pdf.render('pdf/base.html', {}, title='Снимка'))"
    )
    environment = {**os.environ, "PYTHONPATH": str(settings.BASE_DIR), "PYTHONHASHSEED": "7"}
    there = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, env=environment, check=True
    ).stdout
    assert there == here


def test_render_escapes_what_people_typed(render):
    assert "<b>Bold & Co</b>" in text_of(render(PAGE, {"body": "<b>Bold & Co</b>"}))


def test_render_in_two_threads_at_once(render):
    found = {0: render(PAGE, {"body": "Certificate 0"})}

    def work(number):
        found[number] = render(PAGE, {"body": f"Certificate {number}"})

    threads = [threading.Thread(target=work, args=(number,)) for number in range(1, 4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [0, 1, 2, 3]
    for number, document in found.items():
        assert f"Certificate {number}" in text_of(document)


def test_render_a_certificate_is_one_page(render):
    source = (
        "{% extends 'pdf/base.html' %}{% block kind %}certificate{% endblock %}"
        "{% block content %}<p class='name'>{{ body }}</p>{% endblock %}"
    )
    document = render(source, {"body": "Ελένη"})
    assert len(PdfReader(BytesIO(document)).pages) == 1
    assert "Ελένη" in text_of(document)
    assert "1 / 1" not in text_of(document)


def test_render_of_a_chart_shows_its_words_and_numbers(render):
    chart = charts.burn_up("Развитие", "It grows.", [(date(2022, 7, 1), 7), (date(2023, 3, 3), 38)])
    text = text_of(
        render(
            "{% extends 'pdf/base.html' %}{% block content %}{% include 'pdf/_chart.html' %}{% endblock %}",
            {"chart": chart},
        )
    )
    assert "Развитие. It grows." in text
    assert "1 July 2022 7 3 March 2023 38" in text
