"""Label Studio's JSON: what was written comes back, and what does not fit its text is refused without quoting it."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from textmine.annotation.pulled import Pulled
from textmine.annotation.tasks import read_tasks, sha256, write_tasks
from textmine.errors import AnnotationError
from textmine.types import Coding, Mention, Narrative

CODES = ("home", "mates")
TEXT = 'Sam 😀 left home.\nTom & "Al" said <b>no</b>. Literal \\n here. Hiraeth ŵ.\nCanary words.'
NARRATIVE = Narrative("n1", "c1", TEXT)
CODING = Coding(
    "n1",
    "annotator:1",
    (
        Mention(0, 16, "home", voice="child"),
        Mention(6, 24, "home"),
        Mention(6, 24, "mates", "negated", "historical", "police"),
        Mention(47, 70, "mates", "hypothetical", "future"),
    ),
    (("conducted_alone", "yes"), ("engagement", "full")),
    "accepted",
)
OTHER = Coding("n1", "annotator:2", (), (), "adjudicated")


def task() -> dict[str, Any]:
    """As Label Studio exports it: attributes stand beside the label of their region."""
    place = {"start": 6, "end": 24, "text": TEXT[6:24].replace("\n", "\\n")}
    region = {"id": "r1", "to_name": "text", "origin": "manual"}
    result = [
        region | {"from_name": "code", "type": "labels", "value": place | {"labels": ["home"]}},
        region | {"from_name": "assertion", "type": "choices", "value": place | {"choices": ["negated"]}},
        {"id": "f", "from_name": "engagement", "to_name": "text", "type": "choices", "value": {"choices": ["full"]}},
    ]
    annotation = {"id": 7, "completed_by": 3, "was_cancelled": False, "ground_truth": False, "result": result}
    data = {"text": TEXT, "narrative": "n1", "child": "c1"}
    return {"id": 11, "data": data, "meta": {"sha256": sha256(TEXT)}, "annotations": [annotation], "drafts": []}


def pulled(folder: Path, content: object) -> Pulled:
    path = folder / "export.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return read_tasks(path, codes=CODES)


def refused(folder: Path, content: object) -> AnnotationError:
    with pytest.raises(AnnotationError) as fault:
        pulled(folder, content)
    assert "Canary" not in str(fault.value)
    return fault.value


def test_codings_come_back_as_they_were_written(tmp_path: Path) -> None:
    found = pulled(tmp_path, write_tasks([NARRATIVE], [CODING, OTHER]))
    assert Pulled((NARRATIVE,), (CODING, OTHER), times=("", "")) == found


def test_what_a_model_suggests_is_a_prediction_and_never_comes_back_as_a_coding(tmp_path: Path) -> None:
    model = Coding("n1", "model:1a", (Mention(0, 16, "home", probability=0.4), Mention(6, 24, "mates")))
    text = write_tasks([NARRATIVE], [model, OTHER])
    (written,) = json.loads(text)
    assert [(p["model_version"], p["score"]) for p in written["predictions"]] == [("model:1a", 0.4)]
    assert pulled(tmp_path, text).codings == (OTHER,)


def test_the_same_codings_give_the_same_bytes() -> None:
    assert write_tasks([NARRATIVE], [CODING, OTHER]) == write_tasks([NARRATIVE], [CODING, OTHER])


def test_codings_of_other_narratives_are_not_written(tmp_path: Path) -> None:
    assert pulled(tmp_path, write_tasks([NARRATIVE], [Coding("n2", "x")])).codings == ()


def test_line_breaks_in_quotes_are_written_as_label_studio_writes_them() -> None:
    (written,) = json.loads(write_tasks([NARRATIVE], [CODING]))
    assert "left home.\\nTom &" in written["annotations"][0]["result"][4]["value"]["text"]


def test_an_export_of_label_studio_is_read(tmp_path: Path) -> None:
    expected = Coding("n1", "annotator:3", (Mention(6, 24, "home", "negated"),), (("engagement", "full"),), "accepted")
    assert pulled(tmp_path, [task()]).codings == (expected,)


def test_a_region_with_two_labels_is_two_mentions_and_one_without_is_none(tmp_path: Path) -> None:
    export = task()
    labels = export["annotations"][0]["result"][0]["value"]
    labels["labels"] = ["home", "mates"]
    assert [m.code for m in pulled(tmp_path, [export]).codings[0].mentions] == ["home", "mates"]
    labels["labels"] = []
    assert pulled(tmp_path, [export]).codings[0].mentions == ()


def test_skipped_annotations_and_drafts_are_counted_not_used(tmp_path: Path) -> None:
    export = task()
    export["annotations"].append(export["annotations"][0] | {"was_cancelled": True})
    export["drafts"] = [{"id": 1, "result": []}, {"id": 2, "result": []}]
    found = pulled(tmp_path, [export])
    assert (len(found.codings), found.skipped, found.drafts) == (1, 1, 2)


def test_an_annotation_without_a_mention_means_looked_and_found_nothing(tmp_path: Path) -> None:
    export = task()
    export["annotations"][0]["result"] = []
    assert pulled(tmp_path, [export]).codings == (Coding("n1", "annotator:3", (), (), "accepted"),)


def test_a_task_without_annotations_has_not_been_looked_at(tmp_path: Path) -> None:
    found = pulled(tmp_path, [task() | {"annotations": []}])
    assert (found.narratives, found.codings) == ((NARRATIVE,), ())


def test_relations_free_text_and_other_controls_are_passed_over(tmp_path: Path) -> None:
    export = task()
    export["annotations"][0]["result"] += [
        {"from_id": "r1", "to_id": "r2", "type": "relation", "direction": "right"},
        {"id": "t", "from_name": "note", "to_name": "text", "type": "textarea", "value": {"text": ["Canary"]}},
        {"id": "r1", "from_name": "sure", "type": "choices", "value": {"start": 6, "end": 24, "choices": ["very"]}},
        {"id": "r1", "from_name": "voice", "type": "choices", "value": {"start": 6, "end": 24, "choices": []}},
    ]
    assert pulled(tmp_path, [export]) == pulled(tmp_path, [task()])


def test_an_annotators_name_and_address_do_not_get_in(tmp_path: Path) -> None:
    export = task()
    export["annotations"][0]["completed_by"] = {"id": 5, "email": "canary@example.org", "first_name": "Canary"}
    assert pulled(tmp_path, [export]).codings[0].coder == "annotator:5"
    export["annotations"][0]["completed_by"] = "canary@example.org"
    assert "canary" not in pulled(tmp_path, [export]).codings[0].coder


def test_a_file_saved_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    assert pulled(tmp_path, "\ufeff" + json.dumps([task()])) == pulled(tmp_path, [task()])


def test_a_text_that_was_changed_after_the_push_is_refused(tmp_path: Path) -> None:
    export = task()
    export["data"]["text"] = TEXT + " More."
    fault = refused(tmp_path, [export])
    assert (fault.what, fault.where) == ("A text was changed after it was pushed", "task 11")


def test_one_narrative_with_two_texts_is_refused_and_twice_the_same_is_one(tmp_path: Path) -> None:
    other = task() | {"meta": {}, "annotations": []}
    other["data"] = other["data"] | {"text": "Another."}
    assert "different texts" in refused(tmp_path, [task(), other]).what
    found = pulled(tmp_path, [task(), task()])
    assert (len(found.narratives), len(found.codings)) == (1, 2)


def test_an_unknown_code_is_named_with_task_and_region(tmp_path: Path) -> None:
    export = task()
    export["annotations"][0]["result"][0]["value"]["labels"] = ["holidays"]
    fault = refused(tmp_path, [export])
    assert ("The codebook has no code holidays", "task 11, region r1") == (fault.what, fault.where)


def test_a_label_that_is_no_id_is_not_repeated(tmp_path: Path) -> None:
    export = task()
    export["annotations"][0]["result"][0]["value"]["labels"] = ["Canary went home"]
    assert "(not shown)" in refused(tmp_path, [export]).what


@pytest.mark.parametrize(
    ("start", "end"), [(-1, 4), (4, 4), (5, 4), (0, 10_000), (10**30, 10**31), (6.0, 24.0), ("6", "24")]
)
def test_a_span_outside_its_text_is_refused(tmp_path: Path, start: object, end: object) -> None:
    export = task()
    export["annotations"][0]["result"][0]["value"] |= {"start": start, "end": end}
    fault = refused(tmp_path, [export])
    assert (fault.what, fault.next_step) == ("A span lies outside its text", "push the text again")


def test_a_span_that_does_not_hold_its_words_is_refused(tmp_path: Path) -> None:
    export = task()
    export["annotations"][0]["result"][0]["value"] |= {"start": 7, "end": 25}
    assert refused(tmp_path, [export]).what == "A span does not hold the words it should"


@pytest.mark.parametrize("name", ["assertion", "time", "voice"])
def test_an_unknown_answer_is_refused(tmp_path: Path, name: str) -> None:
    export = task()
    export["annotations"][0]["result"][1] |= {"from_name": name}
    export["annotations"][0]["result"][1]["value"]["choices"] = ["perhaps"]
    assert refused(tmp_path, [export]).what == f"Unknown {name}"


def test_an_unknown_status_is_refused(tmp_path: Path) -> None:
    export = task()
    export["annotations"][0]["meta"] = {"status": "done"}
    assert refused(tmp_path, [export]).what == "Unknown status done"


@pytest.mark.parametrize(
    "content",
    ["", "Canary", "{}", '{"data": {}}', "[1]", '["Canary"]', "[null]", "[[]]", "[{}]", "null", "3", "[" * 100_000]
    + ["9" * 5000, "[1e999]", '[{"data": {"narrative": 1, "child": "c", "text": "Canary"}}]'],
)
def test_what_is_no_export_is_refused(tmp_path: Path, content: str) -> None:
    refused(tmp_path, content)


@pytest.mark.parametrize("path", ["annotations", "result", "value", "labels", "choices", "data", "text", "meta"])
@pytest.mark.parametrize("content", [3, "Canary", [3], {"Canary": 3}, 1e300, 10**40, True])
def test_an_export_with_nonsense_somewhere_is_read_or_refused(tmp_path: Path, path: str, content: object) -> None:
    export = copy.deepcopy(task())
    place: dict[str, Any] = export
    if path == "result":
        place = export["annotations"][0]
    if path == "text":
        place = export["data"]
    if path in ("value", "labels", "choices"):
        place = export["annotations"][0]["result"][1 if path == "choices" else 0]
        place = place if path == "value" else place["value"]
    place[path] = content
    try:
        found = pulled(tmp_path, [export])
    except AnnotationError as fault:
        message = str(fault)
    else:
        message = repr(found)
    assert "Canary" not in message


def test_latin_1_and_missing_files_are_refused(tmp_path: Path) -> None:
    (tmp_path / "latin.json").write_bytes('["ŵ"]'.encode("utf-16"))
    for name in ("latin.json", "missing.json"):
        with pytest.raises(AnnotationError) as fault:
            read_tasks(tmp_path / name, codes=CODES)
        assert name not in str(fault.value)
