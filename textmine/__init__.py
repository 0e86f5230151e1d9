"""Why children go missing, in their own words: pseudonymise, code and count return interviews, offline.

Every verb of the command line is a function here: `textmine.pseudonymise(...)`, `textmine.code(...)`. They
are loaded when they are first used. `textmine.frame(...)` gives tables and results as pandas frames.
"""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textmine.pipeline.annotationverbs import (
        codebook_merge,
        codebook_rename,
        codebook_retire,
        codebook_split,
        labelstudio_adjudicate,
        labelstudio_backend,
        labelstudio_doctor,
        labelstudio_next,
        labelstudio_pull,
        labelstudio_purge,
        labelstudio_push,
        labelstudio_serve,
        themes_send,
    )
    from textmine.pipeline.vaultverbs import (
        vault_audit,
        vault_create,
        vault_destroy,
        vault_forget,
        vault_reidentify,
        vault_rotate,
    )
    from textmine.pipeline.verbs import (
        agree,
        check_detection,
        code,
        demo,
        evaluate,
        exchange_export,
        exchange_import,
        explain,
        frame,
        init,
        map_columns,
        prompts,
        pseudonymise,
        report,
        review,
        run,
        status,
        themes,
        themes_assign,
        themes_forget,
        themes_merge,
        themes_pin,
        themes_rename,
        themes_split,
        train,
    )

__version__ = "0.1.0"
__all__ = [
    "agree",
    "check_detection",
    "code",
    "codebook_merge",
    "codebook_rename",
    "codebook_retire",
    "codebook_split",
    "demo",
    "evaluate",
    "exchange_export",
    "exchange_import",
    "explain",
    "frame",
    "init",
    "labelstudio_adjudicate",
    "labelstudio_backend",
    "labelstudio_doctor",
    "labelstudio_next",
    "labelstudio_pull",
    "labelstudio_purge",
    "labelstudio_push",
    "labelstudio_serve",
    "map_columns",
    "prompts",
    "pseudonymise",
    "report",
    "review",
    "run",
    "status",
    "themes",
    "themes_assign",
    "themes_forget",
    "themes_merge",
    "themes_pin",
    "themes_rename",
    "themes_send",
    "themes_split",
    "train",
    "vault_audit",
    "vault_create",
    "vault_destroy",
    "vault_forget",
    "vault_reidentify",
    "vault_rotate",
]

# The file of `pipeline` that a verb stands in, by its name or its first word; the others stand in `verbs`.
ROOMS = {
    "codebook": "annotationverbs",
    "labelstudio": "annotationverbs",
    "themes_send": "annotationverbs",
    "vault": "vaultverbs",
}
# No library may reach for a network: models are shipped, telemetry is off. Threads that wait do not spin, and matrices
# are multiplied by one thread: the same bits on any number of cores, and nobody fights over them.
for _name, _value in {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "DO_NOT_TRACK": "1",
    "TOKENIZERS_PARALLELISM": "false",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_WAIT_POLICY": "PASSIVE",
}.items():
    os.environ.setdefault(_name, _value)


def __getattr__(name: str) -> Any:
    if name in __all__:
        room = ROOMS.get(name, ROOMS.get(name.partition("_")[0], "verbs"))
        return getattr(import_module(f"textmine.pipeline.{room}"), name)
    raise AttributeError(f"module 'textmine' has no attribute {name!r}")
