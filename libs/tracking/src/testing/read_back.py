"""
Prints what an MLflow server has of an experiment, read by MLflow's own client: read_back.py <uri>. Each line of its standard
input is the name of an experiment, each line of its standard output JSON.
"""

import json
import sys

import mlflow
from mlflow import MlflowClient
from mlflow.artifacts import load_text

mlflow.set_tracking_uri(sys.argv[1])
client = MlflowClient()


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
    model_id = version.source.removeprefix("models:/")
    model = client.get_logged_model(model_id)
    return {
        "name": version.name,
        "version": version.version,
        "run": version.run_id,
        "model": model_id,
        "status": str(model.status.value),
        "params": model.params,
        "files": [file.path for file in client.list_logged_model_artifacts(model_id)],
    }


def read(name):
    experiment = client.get_experiment_by_name(name)
    runs = client.search_runs([experiment.experiment_id], max_results=1000) if experiment else []
    ids = {run.info.run_id for run in runs}
    versions = [version for version in client.search_model_versions() if version.run_id in ids]
    return {
        "experiment": {"tags": experiment.tags} if experiment else None,
        "runs": [describe(run) for run in runs],
        "versions": [model_of(version) for version in versions],
    }


for line in sys.stdin:
    print(json.dumps(read(line.strip())), flush=True)
