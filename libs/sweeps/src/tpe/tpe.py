"""Chooses points by Optuna's TPE: a line of JSON in, a line out. libs/sweeps/src/tpe/tpe.ts speaks with it.

The first line in holds the sweep. Every other one is what came of the point before (null for the first), and is answered by the next
point. The same lines give the same points, so that a sweep that goes on after a break tells all it had told before.
"""

import json
import signal
import sys

import optuna
from optuna.distributions import CategoricalDistribution, FloatDistribution, IntDistribution
from optuna.trial import TrialState


def distribution(parameter):
    kind = parameter["distribution"]
    if kind == "values":  # by their places, as a value may be any JSON
        return CategoricalDistribution(list(range(len(parameter["values"]))))
    if kind == "integer":
        return IntDistribution(parameter["min"], parameter["max"])
    return FloatDistribution(parameter["min"], parameter["max"], log=kind == "log-uniform")


def tell(study, trial, outcome):
    epoch = outcome["stoppedAfter"]
    if epoch is None:
        study.tell(trial, outcome["top1"])
    else:
        trial.report(outcome["top1"], epoch)
        study.tell(trial, state=TrialState.PRUNED)


def main():
    # Ctrl-C goes to all processes of the terminal: the stage ends this one when its checkpoint is written.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    sweep = json.loads(sys.stdin.readline())
    sampler = optuna.samplers.TPESampler(seed=sweep["seed"], n_startup_trials=sweep["startupTrials"])
    study = optuna.create_study(direction="maximize", sampler=sampler)
    space = {path: distribution(parameter) for path, parameter in sweep["parameters"].items()}
    trial = None
    for line in sys.stdin:
        outcome = json.loads(line)
        if outcome is not None:
            tell(study, trial, outcome)
        trial = study.ask(space)
        print(json.dumps(trial.params), flush=True)


main()
