"""What comes back in many runs is the same with every seed, and what begins lately stands out."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.metrics import adjusted_rand_score

from textmine.theming.building import Material, build_themes
from textmine.theming.consensus import Consensus, nearest
from textmine.theming.newcomers import _surprises, newcomers
from textmine.theming.smoothing import smoothed
from textmine.theming.space import make_space, unit
from textmine.theming.stretches import Stretch
from textmine.theming.topics import one_thread
from textmine.theming.wording import choose_words, npmi


def clouds(*, groups: int = 6, each: int = 60, spread: float = 0.9, seed: int = 0) -> NDArray[np.float64]:
    """Rows of length one around so many middles, `spread` times as far as the middles are long."""
    draw = np.random.default_rng(seed)
    middles = unit(draw.normal(size=(groups, 20)))
    noise = unit(draw.normal(size=(groups * each, 20)))
    return unit(np.repeat(middles, each, axis=0) + spread * noise)


def test_one_seed_gives_the_same_bytes() -> None:
    with one_thread():
        first, second = (Consensus(6, 3).fit(smoothed(clouds())) for _ in range(2))
    assert first.centres.tobytes() == second.centres.tobytes()
    assert first.stability.tobytes() == second.stability.tobytes()


def test_two_seeds_agree() -> None:
    Z = smoothed(clouds(spread=1.2))
    first, second = (Consensus(6, seed).fit(Z) for seed in (1, 2))
    assert adjusted_rand_score(first.labels_, second.labels_) > 0.95


def test_what_is_there_is_found_and_comes_back() -> None:
    found = Consensus(6, 7).fit(smoothed(clouds()))
    assert adjusted_rand_score(found.labels_, np.repeat(np.arange(6), 60)) > 0.95
    assert found.stability.min() > 0.9
    assert np.array_equal(found.predict(smoothed(clouds())), found.labels_)


def test_what_is_not_there_does_not_come_back() -> None:
    """Four clusters asked of one cloud: each run cuts it elsewhere."""
    Z = unit(np.random.default_rng(1).normal(size=(400, 20)))
    assert np.median(Consensus(8, 7).fit(Z).stability) < 0.5


def test_smoothing_brings_neighbours_together_and_keeps_rows_of_length_one() -> None:
    Z = clouds(spread=1.2)
    near = smoothed(Z)
    assert np.allclose(np.linalg.norm(near, axis=1), 1.0)
    own = [float((part @ part.T).mean()) for part in (Z[:60], near[:60])]
    assert own[1] > own[0]
    assert smoothed(Z[:4]).tobytes() == Z[:4].tobytes()


def test_nothing_is_nearest_to_nothing() -> None:
    assert nearest(np.zeros((0, 3)), np.ones((2, 3))).shape == (0,)


def lately(groups: int, begins: bool) -> tuple[NDArray[np.float64], ...]:
    """Eight quarters of forty children, a passage each; eight of the last quarter may share a theme of their own."""
    draw = np.random.default_rng(5)
    Z = unit(draw.normal(size=(320, 20)))
    if begins:
        Z[-groups:] = unit(unit(draw.normal(size=(1, 20))) + 0.4 * unit(draw.normal(size=(groups, 20))))
    return Z, np.arange(320), np.arange(320), np.arange(320) >= 280


def test_a_small_group_of_the_last_quarter_is_found() -> None:
    Z, child, interview, recent = lately(9, begins=True)
    (found,) = newcomers(Z, child, interview, recent, seed=7)
    assert set(found.rows) >= set(range(311, 320))
    assert len(found.rows) <= 12
    assert found.p <= 0.025


def test_only_neighbours_that_were_asked_count_with_a_passage() -> None:
    own, recent = np.arange(6), np.arange(6) < 5
    near = np.array([[other for other in range(6) if other != row] for row in range(6)])
    told = np.tile(np.arange(6.0), (6, 1))  # as surprising as there are recent ones
    whole = _surprises(near, own, own, recent, told)
    assert whole.tolist() == [4.0] * 5 + [0.0]
    part = np.array([0, 5])  # of a large corpus not every passage is asked
    assert _surprises(near[part], own, part, recent, told).tolist() == [4.0, 0.0]


def test_chance_alone_gives_a_group_as_seldom_as_the_level_says() -> None:
    draw = np.random.default_rng(11)
    own = np.arange(320)
    alarms = sum(bool(newcomers(unit(draw.normal(size=(320, 20))), own, own, own >= 280, seed=7)) for _ in range(40))
    assert alarms <= 4, "at 0.025 five or more of forty come about once in three hundred times"


def test_a_new_group_that_is_said_in_words_of_ones_own_is_shown_without_a_name() -> None:
    said = [f"word{i}a word{i}b word{i}c" if i >= 10 else "river bridge lamp" for i in range(20)]
    stretches = tuple(Stretch(f"n{i}", 0, 20, words, words, (i,)) for i, words in enumerate(said))
    Z = unit(np.random.default_rng(3).normal(size=(20, 8)))
    made = Material(stretches, Z, Z, np.arange(20), ())
    groups = np.repeat([0, 1], 10)

    def kinds(new: dict[int, float]) -> list[tuple[str, str]]:
        built = build_themes(made, groups, kept=(), new=new, stability={0: 1.0, 1: 1.0}, asked_children=5)
        return [(theme.kind, theme.label) for theme in built.themes if theme.id and not theme.parent]

    assert ("new", "Not named") in kinds({1: 0.01})
    assert all(label != "Not named" for _, label in kinds({}))


def test_without_one_nothing_is_found() -> None:
    Z, child, interview, recent = lately(9, begins=False)
    assert newcomers(Z, child, interview, recent, seed=7) == ()


def test_one_childs_many_passages_are_no_group() -> None:
    Z, child, interview, recent = lately(9, begins=True)
    child[-9:] = 999
    assert newcomers(Z, child, interview, recent, seed=7) == ()


def test_without_a_last_quarter_nothing_can_begin() -> None:
    Z, child, interview, _ = lately(9, begins=True)
    assert newcomers(Z, child, interview, np.zeros(320, dtype=bool), seed=7) == ()
    assert newcomers(Z, child, interview, np.ones(320, dtype=bool), seed=7) == ()


def test_words_that_stand_together_are_chosen_and_each_in_one_theme() -> None:
    from scipy.sparse import csr_matrix

    # Words 0 to 2 stand together in ten texts; word 3 weighs as much and stands alone.
    rows = np.zeros((60, 6))
    rows[:10, :3] = 1
    rows[10:20, 3] = 1
    rows[20:30, 4:] = 1
    weights = np.array([[1.0, 0.9, 0.9, 1.0, 0.1, 0.0], [0.1, 0.0, 0.0, 0.0, 1.0, 0.9]])
    assert choose_words(weights, csr_matrix(rows), number=3) == [[0, 1, 2], [4, 5]]


@pytest.mark.parametrize(("both", "expected"), [(10.0, 1.0), (0.0, -1.0), (1.0, 0.0)])
def test_normalised_mutual_information_by_hand(both: float, expected: float) -> None:
    # Of 100 texts ten have each word: always together 1, never -1, as often as by chance 0.
    assert npmi(np.array([[both]]), np.array([10.0]), np.array([10.0]), 100)[0, 0] == pytest.approx(expected)


def test_a_space_is_kept_and_used_again() -> None:
    draw = np.random.default_rng(2)
    texts = [f"{a} {b} together" for a in ("river", "bridge", "tunnel") for b in ("lamp", "rope", "stone", "rain")] * 6
    V = unit(draw.normal(size=(72, 16))).astype(np.float32)
    space = make_space(texts, V, [f"c{i % 9}" for i in range(72)], at_least_children=3)
    Z = space.places(texts, V)
    assert np.allclose(np.linalg.norm(Z, axis=1), 1.0)
    assert space.places(texts[:5], V[:5]).tobytes() == space.places(texts[:5], V[:5]).tobytes()
    assert np.allclose(space.places(texts[:5], V[:5]), Z[:5])
    assert "rain" in space.words
