"""Static files as they are served: hashed names, compressed beforehand."""

from typing import Any

from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage


class GzipManifestStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Without brotli, whose best level takes ten times as long; for `make run`, where nobody waits twice."""

    def create_compressor(self, **options: Any) -> Compressor:
        return Compressor(**(options | {"use_brotli": False}))
