"""The packaged encoder works offline, says the same each time, and a wrong one is refused in our words."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from textmine.assets import asset
from textmine.coding.codebook import Codebook
from textmine.coding.encoder import DIMENSIONS, TextEncoder, described, load_encoder, load_reader, reading
from textmine.errors import ModelError
from textmine.types import Passage
from textmine.weights import minilm_folder


def test_texts_become_rows_of_length_one(encoder: TextEncoder) -> None:
    X = encoder(["She ran to her mates.", "Nid oedd hi yno.", "😀", ""])
    assert X.shape == (4, DIMENSIONS)
    assert X.dtype == np.float32
    assert np.allclose(np.linalg.norm(X, axis=1), 1, atol=1e-5)


def test_rows_keep_the_order_of_the_texts(encoder: TextEncoder) -> None:
    texts = ["a much longer sentence about a row at home with his stepfather", "mates", "police came at two"]
    backwards = encoder(texts[::-1])[::-1]
    assert np.allclose(encoder(texts), backwards, atol=1e-5)


def test_like_is_nearer_than_unlike(encoder: TextEncoder) -> None:
    run, ran, cake = encoder(["She ran away from home.", "The girl left the house.", "Bake the cake for an hour."])
    assert run @ ran > run @ cake + 0.2


def test_the_same_texts_give_the_same_bytes(encoder: TextEncoder) -> None:
    texts = ["She ran.", "He stayed at home."]
    assert encoder(texts).tobytes() == encoder(texts).tobytes()


def test_a_text_has_the_same_vector_to_the_last_bit_whatever_stands_beside_it(encoder: TextEncoder) -> None:
    texts = [f"On day {n} she said that {'nobody at home listens and ' * (n % 7)}she left." for n in range(90)]
    together = encoder(texts)
    assert [encoder([text])[0].tobytes() for text in texts[::9]] == [row.tobytes() for row in together[::9]]
    assert encoder(texts[::-1])[::-1].tobytes() == together.tobytes()


def test_our_batches_say_what_the_library_says(encoder: TextEncoder) -> None:
    texts = ["She ran.", "He stayed at home because his nan was ill and nobody else was there.", "word " * 400, ""]
    theirs = encoder.model.encode(texts, normalize_embeddings=True, show_progress_bar=False)
    assert (encoder(texts) * theirs).sum(axis=1).min() > 0.9995


READINGS = [
    reading(Passage("n", 0, 9, text, heading))
    for text, heading in (
        ("None", "Drugs or alcohol?"),
        ("None", ""),
        ("He stayed at his nan's all week because nobody there shouts.", "Where was the young person?"),
        ("She ran.\nHe stayed.", "Wrapped\nheading"),
        ("", "Nothing under it"),
        ("word " * 400, "Too long"),
    )
]


def test_a_reading_gives_the_sentence_beside_the_sentence_with_its_heading(encoder: TextEncoder) -> None:
    X = encoder.read(READINGS)
    alone, whole = X[:, :DIMENSIONS], X[:, DIMENSIONS:]
    assert np.allclose(np.linalg.norm(X, axis=1), 2**0.5, atol=1e-5)
    assert whole[0].tobytes() == encoder(["Drugs or alcohol?: None"])[0].tobytes()
    assert np.allclose(X[1], np.tile(encoder(["None"])[0], 2), atol=1e-6)  # under no heading both are the sentence
    assert (alone[0] @ encoder(["None"])[0]) > (whole[0] @ encoder(["None"])[0])
    assert np.isfinite(X).all()


def test_a_reading_has_the_same_vectors_to_the_last_bit_whatever_stands_beside_it(encoder: TextEncoder) -> None:
    together = encoder.read(READINGS * 5)[: len(READINGS)]
    assert [encoder.read([one])[0].tobytes() for one in READINGS] == [row.tobytes() for row in together]
    assert encoder.read([]).shape == (0, 2 * DIMENSIONS)


def test_no_texts_give_no_rows(encoder: TextEncoder) -> None:
    assert encoder([]).shape == (0, DIMENSIONS)


def test_a_very_long_text_is_encoded_by_its_beginning(encoder: TextEncoder) -> None:
    assert np.isfinite(encoder(["word " * 20_000])).all()


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no sentence-transformers model"):
        load_encoder(str(tmp_path))


def test_a_damaged_model_is_refused_without_naming_its_place(tmp_path: Path) -> None:
    (tmp_path / "modules.json").write_text("[{")
    (tmp_path / "model.safetensors").write_bytes(b"nothing")
    with pytest.raises(ModelError) as fault:
        load_encoder(str(tmp_path))
    assert str(tmp_path) not in str(fault.value)


def test_another_model_may_have_vectors_of_another_length(tmp_path: Path) -> None:
    from sentence_transformers import SentenceTransformer, models
    from transformers import AutoTokenizer, BertConfig, BertModel

    small = BertConfig(hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16)
    BertModel(small).save_pretrained(tmp_path / "bert")
    AutoTokenizer.from_pretrained(str(minilm_folder())).save_pretrained(tmp_path / "bert")
    bert = models.Transformer(str(tmp_path / "bert"), max_seq_length=32)
    SentenceTransformer(modules=[bert, models.Pooling(16)], device="cpu").save(str(tmp_path / "small"))
    other = load_encoder(str(tmp_path / "small"))
    assert (other.dimensions, other(["She ran.", ""]).shape, other([]).shape) == (16, (2, 16), (0, 16))


def test_another_model_is_named_by_its_weights_and_loads_in_silence(capfd: pytest.CaptureFixture[str]) -> None:
    other = load_encoder(str(minilm_folder()))
    assert other.name == "model-53aa51172d14"
    assert other.dimensions == DIMENSIONS
    assert capfd.readouterr() == ("", "")


OURS = asset("models", "encoder")


def test_our_upper_layers_tell_codes_apart_where_the_words_do_not(encoder: TextEncoder) -> None:
    rules = ["Told to be in by nine like a baby.", "Sanctioned for swearing, so off he went."]
    peers = ["Met his cousin at the skate park.", "Everyone from school was going."]
    ours = load_reader(OURS)

    def told_apart(encode: TextEncoder) -> float:
        a, b = encode(rules), encode(peers)
        return float(a[0] @ a[1] - (a @ b.T).mean())

    assert told_apart(ours) > told_apart(encoder) + 0.08
    assert ours.name.startswith("all-MiniLM-L6-v2+")


def test_a_code_is_described_the_same_alone_and_among_others(encoder: TextEncoder, codebook: Codebook) -> None:
    every = described(codebook, encoder)
    for row, code in zip(every, codebook.codes, strict=True):
        alone = described(codebook.model_copy(update={"codes": (code,)}), encoder)
        assert alone.tobytes() == row.tobytes()


@pytest.mark.parametrize("name", ["layers.safetensors", "config.json"])
def test_damaged_layers_are_refused(tmp_path: Path, name: str) -> None:
    shutil.copytree(OURS, tmp_path / "encoder")
    path = tmp_path / "encoder" / name
    path.write_bytes(path.read_bytes()[:-9] + b"damaged!!")
    with pytest.raises(ModelError, match="damaged"):
        load_reader(tmp_path / "encoder")
