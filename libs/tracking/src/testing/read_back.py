"""Prints what an MLflow server has of an experiment as JSON, read by MLflow's own client: read_back.py <uri> <experiment>"""

import json
import sys

from mlflow import MlflowClient
from mlflow.artifacts import load_text

uri, name = sys.argv[1:]
client = MlflowClient(uri)


def number(value):
    return value if value == value and abs(value) != float("inf") else str(value)


def artifacts(run, path=None):
    for file in client.list_artifacts(run, path):
        if file.is_dir:
            yield from artifacts(run, file.path)
        else:
            yield {"path": file.path, "bytes": file.file_size}


def history(run, key):
    return [[point.step, number(point.value)] for point in client.get_metric_history(run, key)]


def text_of(run, path):
    return load_text(f"{run.info.artifact_uri}/{path}") if path.endswith((".csv", ".html")) else None


def describe(run):
    files = list(artifacts(run.info.run_id))
    return {
        "id": run.info.run_id,
        "name": run.info.run_name,
        "user": run.info.user_id,
        "status": run.info.status,
        "ended": run.info.end_time is not None,
        "params": run.data.params,
        "tags": run.data.tags,
        "metrics": {key: history(run.info.run_id, key) for key in run.data.metrics},
        "artifacts": {file["path"]: file["bytes"] for file in files},
        "texts": {file["path"]: text_of(run, file["path"]) for file in files},
        "datasets": [
            {**dict(entry.dataset), "context": [tag.value for tag in entry.tags]} for entry in run.inputs.dataset_inputs
        ],
        "models": [output.model_id for output in (run.outputs.model_outputs if run.outputs else [])],
    }


def model_of(version):
    model = client.get_logged_model(version.model_id)
    return {
        "name": version.name,
        "version": version.version,
        "run": version.run_id,
        "model": version.model_id,
        "status": str(model.status),
        "params": model.params,
        "files": [file.path for file in client.list_logged_model_artifacts(version.model_id)],
    }


import mlflow  # noqa: E402

mlflow.set_tracking_uri(uri)
experiment = client.get_experiment_by_name(name)
runs = client.search_runs([experiment.experiment_id], max_results=1000) if experiment else []
versions = [version for version in client.search_model_versions() if version.run_id in {run.info.run_id for run in runs}]
print(
    json.dumps(
        {
            "experiment": {"tags": experiment.tags} if experiment else None,
            "runs": [describe(run) for run in runs],
            "versions": [model_of(version) for version in versions],
        }
    )
)
