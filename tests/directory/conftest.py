"""A tiny content folder that tests may break."""

from __future__ import annotations

from pathlib import Path

import pytest

from directory.errors import ContentError
from directory.loading import Content, load_content

SLEEP = """\
id: koala-sleep
kind: service
name: Koala sleep support
also_known_as: [Koala]
organisation: koala
status: current
audience: [parents]
needs: [sleep]
topics: [health]
summary: Sleep workers help your child to sleep.
easy_read: Help with sleep.
contacts:
  - {type: phone, value: "0151 000 0000", sources: [s1], checked: 2025-01}
phrases: [my lad wont sleep]
duties: [T-health]
related: [guide-sleep]
sources:
  - {key: s1, document: report.txt, as_of: 2025-01, supports: [summary]}
checked: 2025-01
review_by: 2026-01-31
"""

GUIDE = """\
id: guide-sleep
kind: guide
name: Help your child to sleep
status: current
audience: [parents]
topics: [health]
summary: What to try at bedtime.
easy_read: Try this at bedtime.
body: The school nurse must reply within {nurse-reply}.
steps:
  - {title: Ask, text: "Ask the school nurse.", deadline: nurse-reply, next: koala-sleep}
sources:
  - {key: s1, document: "https://example.org/sleep", as_of: undated, supports: [body]}
checked: 2025
review_by: 2026-01-31
"""

BESIDES = {
    "organisations.yaml": "- {id: koala, name: Koala, plain: A charity., source: report.txt, as_of: 2025}\n",
    "documents.yaml": "- {file: report.txt, title: A report, as_of: 2025-01}\n",
    "deadlines.yaml": (
        "- {id: nurse-reply, period: 2 weeks, rule: Reply., law: none, source: report.txt, as_of: 2025}\n"
    ),
    "duties.yaml": "- {key: T-health, name: Health help, law: section 30, verified: true}\n",
    "areas.yaml": (
        "- {id: ch41, name: CH41, kind: postcode, latitude: 53.4, longitude: -3.03, source: report.txt, as_of: 2025}\n"
    ),
    "glossary.yaml": "- {term: SENCO, meaning: SEN co-ordinator, plain: A teacher., source: report.txt, as_of: 2025}\n",
    "taxonomy.yaml": "needs: [{id: sleep, name: sleep}]\ntopics: [{id: health, name: health}]\n",
}

SLEEP_FILE = "services/koala-sleep.yaml"
GUIDE_FILE = "guides/guide-sleep.yaml"


class Folder:
    """A content folder with two entries and everything that they point at."""

    def __init__(self, path: Path) -> None:
        self.path = path
        for name, text in {SLEEP_FILE: SLEEP, GUIDE_FILE: GUIDE, **BESIDES}.items():
            self.write(name, text)

    def write(self, name: str, text: str) -> None:
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def edit(self, name: str, old: str, new: str) -> None:
        """Put ``new`` where ``old`` stands; ``old`` must stand there."""
        text = (self.path / name).read_text(encoding="utf-8")
        assert old in text
        self.write(name, text.replace(old, new))

    def load(self) -> Content:
        return load_content(self.path)

    def problems(self) -> list[str]:
        """Every problem as it is shown to an editor, but for where this folder lies."""
        with pytest.raises(ContentError) as caught:
            self.load()
        return [str(problem).replace(f"{self.path.parent}/", "") for problem in caught.value.problems]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "content")
