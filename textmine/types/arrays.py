"""Vectors and probabilities: the arrays that rooms hand to each other."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]
"""Vectors of texts, `X float32[n_texts, d]`."""
Probabilities = NDArray[np.float64]
"""`P float64[n_texts, n_codes]`, in [0, 1]."""
