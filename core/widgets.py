"""Form widgets that the browser's own are not enough for."""

from django.forms import widgets


class DateInput(widgets.DateInput):
    """The browser's own date field; the value is always ISO."""

    input_type = "date"

    def __init__(self, attrs: dict | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%d")


class FileInput(widgets.FileInput):
    """Says which files are accepted; the server looks into the file itself."""

    def __init__(self, accept: str = ".pdf,.jpg,.jpeg,.png", attrs: dict | None = None) -> None:
        super().__init__(attrs={"accept": accept} | (attrs or {}))
