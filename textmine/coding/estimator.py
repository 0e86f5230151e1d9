"""The coder's joint regression with scikit-learn's conventions, for pipelines, searches and measurements of one's own.

Nothing in `textmine` needs it: the coder learns from passages, spans and definitions, which no matrix holds. It is the same
regression on whatever matrix it is given. scikit-learn is imported at once, so no other module may import this one.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_matrix, issparse
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.multiclass import check_classification_targets, type_of_target
from sklearn.utils.validation import check_array, check_is_fitted, column_or_1d, validate_data

from textmine.coding.calibration import EPS, sigmoid, softmax
from textmine.coding.regression import fit_choice, fit_joint
from textmine.coding.scoring import PRIOR_WEIGHT

MULTILABEL = "multilabel-indicator"


class JointRegression(ClassifierMixin, BaseEstimator):  # type: ignore[misc] # scikit-learn has no types
    """Logistic regressions that are learned together: of several codes at once, or of one choice.

    Args:
        penalty: L2, of the squared weights; intercepts are free.
        iterations: at most so many steps of L-BFGS.
        threshold: a code is predicted from this probability on; of one choice the likeliest is.
        definitions: float[n_codes, d], vectors of the codes' definitions: the closeness of the first d columns of X to them,
            standardised and times 0.5, is added to the log-odds as it is. Only for several codes.

    Attributes:
        classes_: values of one choice; of several codes 0 and 1 for each.
        coef_: float32[n_features, n_codes or n_values], intercept_: float32[n_codes or n_values].
        n_features_in_: columns of X.
    """

    def __init__(
        self,
        penalty: float = 0.3,
        *,
        iterations: int = 100,
        threshold: float = 0.5,
        definitions: ArrayLike | None = None,
    ) -> None:
        self.penalty = penalty
        self.iterations = iterations
        self.threshold = threshold
        self.definitions = definitions

    def fit(self, X: Any, y: Any) -> JointRegression:
        """Learn from X, dense or sparse [n, n_features], and y [n] of one choice or [n, n_codes] of 0 and 1.

        Raises:
            ValueError: they do not fit each other, or there is only one class.
        """
        X, y = validate_data(self, X, y, accept_sparse="csr", dtype=np.float32, multi_output=True)
        check_classification_targets(y)
        self.multilabel_ = type_of_target(y) == MULTILABEL
        if y.ndim == 2 and y.shape[1] == 1:
            y = column_or_1d(y, warn=True)
        if y.ndim == 2 and not self.multilabel_:
            raise ValueError("Unknown label type: several choices at once; several codes need 0 and 1")
        S, dense = _parts(X)
        if self.multilabel_:
            self.classes_: Any = [np.array([0, 1])] * y.shape[1]
            self._measure(X, y.shape[1])
            offset, steps = self._offset(X, y.shape[1]), self.iterations
            Ws, Wx, b = fit_joint(S, dense, np.asarray(y, dtype=bool), offset, penalty=self.penalty, iterations=steps)
        else:
            Ws, Wx, b = self._choice(S, dense, y)
        self.coef_, self.intercept_ = np.vstack([Ws, Wx]), b
        return self

    def predict_proba(self, X: Any) -> NDArray[np.float64]:
        """`float64[n, n_codes]`, each on its own, or `float64[n, n_values]` that sum to 1."""
        check_is_fitted(self)
        X = validate_data(self, X, accept_sparse="csr", dtype=np.float32, reset=False)
        z = np.asarray(X @ self.coef_ + self.intercept_, dtype=np.float64)
        return sigmoid(z + self._offset(X, z.shape[1])) if self.multilabel_ else softmax(z)

    def predict(self, X: Any) -> NDArray[Any]:
        """Codes as 0 and 1, [n, n_codes], or the likeliest of the choices, [n]."""
        P = self.predict_proba(X)
        if self.multilabel_:
            return (self.threshold <= P).astype(np.int64)
        return np.asarray(self.classes_[P.argmax(axis=1)])

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        tags.classifier_tags.multi_label = True
        return tags

    def _choice(self, S: csr_matrix, dense: NDArray[np.float32], y: NDArray[Any]) -> Any:
        if self.definitions is not None:
            raise ValueError("definitions are for several codes, not for one choice")
        self.classes_, own = np.unique(y, return_inverse=True)
        if len(self.classes_) < 2:
            raise ValueError("This classifier needs at least 2 classes; the data contains only one class")
        k = len(self.classes_)
        offset = np.zeros((len(own), k), dtype=np.float32)
        return fit_choice(S, dense, own, offset, values=k, penalty=self.penalty, iterations=self.iterations)

    def _measure(self, X: Any, n_codes: int) -> None:
        """Mean and deviation of the closeness to definitions, from what is learned from."""
        self.definitions_: Any = None
        if self.definitions is not None:
            self.definitions_ = check_array(self.definitions, dtype=np.float32)
            if self.definitions_.shape[0] != n_codes or self.definitions_.shape[1] > X.shape[1]:
                raise ValueError("definitions need a row for each code, and no more columns than X")
            closeness = self._closeness(X)
            self.mean_, self.deviation_ = closeness.mean(axis=0), closeness.std(axis=0) + EPS

    def _closeness(self, X: Any) -> NDArray[np.float32]:
        return np.asarray(X[:, : self.definitions_.shape[1]] @ self.definitions_.T, dtype=np.float32)

    def _offset(self, X: Any, n_codes: int) -> NDArray[np.float32]:
        if self.definitions_ is None:
            return np.zeros((X.shape[0], n_codes), dtype=np.float32)
        return np.asarray(PRIOR_WEIGHT * (self._closeness(X) - self.mean_) / self.deviation_, dtype=np.float32)


def _parts(X: Any) -> tuple[csr_matrix, NDArray[np.float32]]:
    """Sparse and dense columns: all of one kind, none of the other."""
    n = X.shape[0]
    if issparse(X):
        return csr_matrix(X), np.zeros((n, 0), dtype=np.float32)
    return csr_matrix((n, 0), dtype=np.float32), np.asarray(X, dtype=np.float32)
