import hashlib
import os
import resource
import subprocess
import sys
import threading
import time
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.template import engines
from django.utils import translation
from page import ValidationProfile, validate_pdf_bytes
from pypdf import PdfReader

from core import charts, pdf, pdf_printer
from core.exceptions import DocumentFailed

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
        pdf_printer.AssetFetcher().fetch(address)


@pytest.mark.parametrize("name", pdf_printer.ASSETS)
def test_fetcher_hands_out_its_assets(name):
    answer = pdf_printer.AssetFetcher().fetch(name)
    assert answer.read()
    assert answer.content_type == pdf_printer.ASSETS[name][1]


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


# --- limits: what a document may take ---

SENTENCE = "The document could not be made"
ENDLESS = "<table>{% for n in rows %}<tr><td>{{ n }}</td><td>text</td></tr>{% endfor %}</table>"
HUGE = "{% extends 'pdf/base.html' %}{% block content %}" + ENDLESS + "{% endblock %}"
DEEP = "{% extends 'pdf/base.html' %}{% block content %}{% for n in rows %}<div>{% endfor %}x{% endblock %}"


def printer():
    return pdf._printer.child


def test_document_that_takes_too_long_fails_in_time_and_the_next_one_is_printed(render):
    render(PAGE, {"body": "warm"})
    began = time.monotonic()
    with pytest.raises(DocumentFailed, match=SENTENCE):
        render(HUGE, {"rows": range(60_000)}, limits=pdf.Limits(seconds=1, megabytes=512))
    # Filling the template is ours and takes a moment of its own; the whole document would take minutes.
    assert time.monotonic() - began < 40
    assert "after" in text_of(render(PAGE, {"body": "after"}))


def test_document_that_takes_too_much_memory_fails_and_leaves_this_process_alone(render):
    render(PAGE, {"body": "warm"})
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(DocumentFailed, match=SENTENCE):
        render(HUGE, {"rows": range(60_000)}, limits=pdf.Limits(seconds=60, megabytes=96))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000
    assert "after" in text_of(render(PAGE, {"body": "after"}))


def test_document_nested_without_end_fails(render):
    with pytest.raises(DocumentFailed, match=SENTENCE):
        render(DEEP, {"rows": range(5000)})
    assert "after" in text_of(render(PAGE, {"body": "after"}))


def test_limits_of_a_report_are_larger_and_settable(settings):
    assert (pdf.usual_limits(), pdf.report_limits()) == (pdf.Limits(10, 512), pdf.Limits(60, 1024))
    settings.PDF_SECONDS = 3
    assert pdf.usual_limits().seconds == 3


def test_printer_is_kept_for_the_next_document_and_replaced_in_time(render, monkeypatch):
    render(PAGE, {"body": "one"})
    first = printer().pid
    render(PAGE, {"body": "two"})
    assert printer().pid == first
    monkeypatch.setattr(pdf, "DOCUMENTS_PER_CHILD", 1)
    render(PAGE, {"body": "three"})
    assert printer() is None
    render(PAGE, {"body": "four"})


def test_printer_that_was_killed_is_started_again(render):
    render(PAGE, {"body": "one"})
    printer().kill()
    printer().wait()
    assert "two" in text_of(render(PAGE, {"body": "two"}))


def test_printer_knows_no_secret_and_has_no_web_framework(render, monkeypatch):
    pdf.stop_printer()
    monkeypatch.setenv("SECRET_KEY", "do-not-pass-on")
    render(PAGE, {"body": "one"})
    environment = Path(f"/proc/{printer().pid}/environ").read_bytes()
    maps = Path(f"/proc/{printer().pid}/maps").read_text()
    assert b"do-not-pass-on" not in environment and b"DATABASE" not in environment
    assert "psycopg2" not in maps


def test_printer_ends_with_its_parent(tmp_path):
    program = (
        "import django, os; django.setup(); from core import pdf; pdf.render('pdf/base.html', {}, title='x');"
        "print(pdf._printer.child.pid, flush=True); os.kill(os.getpid(), 9)"
    )
    environment = {**os.environ, "PYTHONPATH": str(settings.BASE_DIR)}
    told = subprocess.run(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, env=environment, check=False
    )
    child = Path(f"/proc/{int(told.stdout)}")
    end = time.monotonic() + 10
    while (
        child.exists() and "Z" not in child.joinpath("stat").read_text().split()[2] and time.monotonic() < end
    ):
        threading.Event().wait(0.05)
    assert not child.exists() or child.joinpath("stat").read_text().split()[2] == "Z"


def test_error_in_a_document_is_told_with_its_reason(render):
    with pytest.raises(RuntimeError, match="could not be printed"):
        render(
            "{% extends 'pdf/base.html' %}{% block content %}<p style='font-size:1e9px'>x</p>{% endblock %}"
        )
