"""Checksums of the files that a report is made from."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from clusterplan.reading.folder_layout import ACTUALS_NAME, PLAN_NAME
from clusterplan.views.whole_document import File

if TYPE_CHECKING:
    from clusterplan.reading.folder import DataFolder


def checksums(folder: DataFolder) -> tuple[File, ...]:
    """Return the SHA-256 of the plan and of every file of figures, as `sha256sum` prints it."""
    # Of the bytes that were read, not of what the files hold by now.
    texts = {PLAN_NAME: folder.plan_file.text}
    texts |= {f"{ACTUALS_NAME}/{file.year}.csv": file.text for file in folder.actuals_files}
    return tuple(File(name, hashlib.sha256(text.data).hexdigest()) for name, text in texts.items())
