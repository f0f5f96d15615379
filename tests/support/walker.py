"""A person with a browser: finds things by what is written on them, and has each page looked over on the way."""

import io
import re
import zipfile
from typing import Any

from playwright.sync_api import expect
from pypdf import PdfReader

from core import outbox
from core.models import Mail
from tests.support.browser import faults_here, follow, press

_LINK = re.compile(r"https?://127\.0\.0\.1:\d+\S+")


def newest_mail(address: str, part: str = "") -> Mail:
    """The newest mail to an address that contains `part`, after the worker has done what is due."""
    outbox.run_due()
    found = Mail.objects.filter(to_address=address, text_body__contains=part).order_by("-id").first()
    known = list(Mail.objects.filter(to_address=address).values_list("subject", flat=True))
    assert found is not None, f"no mail with “{part}” to {address}; there are {known}"
    return found


def link_in(mail: Mail, part: str = "") -> str:
    """The first address in a mail that contains `part`."""
    links = [link.rstrip(".,)") for link in _LINK.findall(mail.text_body)]
    return next(link for link in links if part in link)


class Walker:
    """`scripts` is false in a browser without JavaScript, where axe cannot look at the pages."""

    def __init__(self, page: Any, name: str, *, scripts: bool = True) -> None:
        self.page, self.name, self.scripts = page, name, scripts
        self.visited: list[str] = []

    def open(self, address: str) -> "Walker":
        answer = self.page.goto(address)
        assert answer.status == 200, f"{self.name}: {address} answered {answer.status}\n{self.text()[:2000]}"
        return self.look()

    def look(self) -> "Walker":
        """The page as it is now: accessible, not too wide, and no error page."""
        path = re.sub(r"https?://[^/]+", "", self.page.url)
        self.visited.append(path)
        if not self.scripts:
            return self
        wrong = faults_here(self.page)
        assert wrong == [], f"{self.name} on {path}: {wrong}"
        return self

    def press(self, words: str) -> "Walker":
        """Press the button with these words and look at what comes."""
        press(self.page, words)
        return self.look()

    def tap(self, words: str) -> "Walker":
        """Press a button that changes the page in place; say with `sees` what comes."""
        self.page.get_by_role("button", name=words).first.click()
        return self

    def follow(self, words: str) -> "Walker":
        follow(self.page, words)
        return self.look()

    def fill(self, **fields: str) -> "Walker":
        """Type into fields by their form name (`__` stands for a dash)."""
        for name, value in fields.items():
            self.page.locator(f'[name="{name.replace("__", "-")}"]').fill(value)
        return self

    def choose(self, name: str, value: str) -> "Walker":
        """Pick one option of a select, or tick a radio button or checkbox."""
        select = self.page.locator(f'select[name="{name}"]')
        if select.count():
            select.select_option(value)
        else:
            self.page.locator(f'input[name="{name}"][value="{value}"]').check()
        return self

    def tick(self, *names: str) -> "Walker":
        for name in names:
            self.page.locator(f'input[type="checkbox"][name="{name}"]').check()
        return self

    def label(self, words: str) -> "Walker":
        """Tick the choice with these words."""
        self.page.get_by_label(words).first.check()
        return self

    def answer_yes(self, *names: str) -> "Walker":
        for name in names:
            self.page.locator(f'input[name="{name}"][value="yes"]').check()
        return self

    def go_on(self) -> "Walker":
        """The page's primary button, whatever it is called."""
        with self.page.expect_navigation():
            self.page.locator("main form button.button").first.click()
        return self.look()

    def sign(self, name: str) -> "Walker":
        """Type the name, tick that it was read, sign."""
        self.fill(signer_name=name)
        for box in self.page.locator('main input[type="checkbox"]').all():
            box.check()
        return self.go_on()

    def answer_all(self) -> "Walker":
        """A questionnaire: the last choice of each question, 2 for a number."""
        groups = self.page.eval_on_selector_all(
            "main input[type=radio]", "all => [...new Set(all.map(e => e.name))]"
        )
        for group in groups:
            self.page.locator(f'input[type="radio"][name="{group}"]').last.check()
        for number in self.page.locator('main input[type="number"], main input[inputmode="numeric"]').all():
            number.fill("2")
        return self

    def upload(self, name: str, filename: str, content: bytes) -> "Walker":
        file = {"name": filename, "mimeType": "application/octet-stream", "buffer": content}
        self.page.locator(f'input[type="file"][name="{name}"]').set_input_files(file)
        return self

    def fetch(self, address: str) -> bytes:
        """A file, with the cookies of this browser."""
        answer = self.page.request.get(address)
        assert answer.status == 200, f"{self.name}: {address} answered {answer.status}"
        return bytes(answer.body())

    def pdf(self, address: str) -> str:
        """The text of a PDF, white space folded."""
        reader = PdfReader(io.BytesIO(self.fetch(address)))
        return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in reader.pages))

    def zip(self, address: str) -> zipfile.ZipFile:
        return zipfile.ZipFile(io.BytesIO(self.fetch(address)))

    def text(self) -> str:
        return str(self.page.locator("body").inner_text())

    def sees(self, *words: str) -> "Walker":
        """The page says all this, at once or a little later."""
        for word in words:
            try:
                expect(self.page.locator("body")).to_contain_text(word, use_inner_text=True)
            except AssertionError as error:
                told = f"{self.name} misses “{word}” on {self.page.url}:\n{self.text()[:3000]}"
                raise AssertionError(told) from error
        return self
