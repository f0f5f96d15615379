"""A page looked at by axe in every look: wide and narrow, light and dark."""

from typing import Any

from django.conf import settings

from tests.support.browser import WIDE, accessibility_problems, overflow
from tests.support.world import World

# High enough that a bar that stays in sight lies over nothing: axe takes what is covered for too small.
TALL = {"width": 320, "height": 6000}
ALL_RULES = {
    "type": "tag",
    "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
# What colours can change in a size that the first two looks have seen; sizes of targets are the same in light and dark.
LOOK_RULES = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
LOOKS = (
    (WIDE, "light", ALL_RULES),
    (TALL, "dark", ALL_RULES),
    (WIDE, "dark", LOOK_RULES),
    (TALL, "light", LOOK_RULES),
)
# A form with nothing in it, sent from any page to the given address.
SEND_EMPTY = """([address, token]) => {
  const form = document.createElement("form"), field = document.createElement("input");
  Object.assign(form, { method: "post", action: address });
  Object.assign(field, { type: "hidden", name: "csrfmiddlewaretoken", value: token });
  form.append(field);
  document.body.append(form);
  form.submit();
}"""


class Looker:
    """One page of one context, whose cookie changes with the persona. Each method returns what is wrong, a line each."""

    def __init__(self, browser: Any, server: str, world: World) -> None:
        self._context = browser.new_context(base_url=server, viewport=WIDE, color_scheme="light")
        self._context.set_default_timeout(60_000)
        self._server, self._world, self._persona = server, world, "anonymous"
        self.page = self._context.new_page()

    def become(self, persona: str) -> None:
        """The log-in of the test client is the browser's cookie."""
        if persona == self._persona:
            return
        self._context.clear_cookies()
        cookies = self._world.client(persona).cookies
        self._context.add_cookies(
            [{"name": name, "value": kept.value, "url": self._server} for name, kept in cookies.items()]
        )
        self._persona = persona

    def close(self) -> None:
        self._context.close()

    def open(self, persona: str, address: str) -> list[str]:
        self.become(persona)
        answer = self.page.goto(address)
        if answer.status != 200:
            return [f"{persona} {address}: answered {answer.status}"]
        return self.look(persona, address)

    def send_empty(self, persona: str, address: str) -> list[str]:
        """The page as it comes back when a form is sent to its address with nothing in it."""
        self.become(persona)
        self.page.goto("/help/")
        cookies = {cookie["name"]: cookie["value"] for cookie in self._context.cookies()}
        with self.page.expect_navigation():
            self.page.evaluate(SEND_EMPTY, [address, cookies[settings.CSRF_COOKIE_NAME]])
        if not self.page.locator(".error-summary").count():
            return [f"{persona} {address}: sent empty, and no error is shown"]
        return self.look(persona, f"{address} with errors", looks=LOOKS[:2])

    def look(self, persona: str, name: str, looks: Any = LOOKS) -> list[str]:
        page, wrong = self.page, []
        for size, scheme, rules in looks:
            page.set_viewport_size(size)
            page.emulate_media(color_scheme=scheme)
            found = accessibility_problems(page, rules)
            if too_wide := overflow(page):
                found.append(f"{too_wide} px too wide")
            wrong += [f"{persona} {name} at {size['width']} {scheme}: {problem}" for problem in found]
        page.set_viewport_size(WIDE)
        page.emulate_media(color_scheme="light")
        return wrong
