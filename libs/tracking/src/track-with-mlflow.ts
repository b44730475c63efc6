import type { Observer, StageEvent } from '@amcl/stage';
import type { Observable } from 'rxjs';
import { trackingServer } from './client/tracking-server';
import { Tracker, type TrackingChoice } from './observe/tracker';
import { describeWaiting } from './send/waiting';

/** Seconds between two measurements of the machine, as MLflow's own clients have it. */
const SAMPLING = 10;

/**
 * Keeps a stage's run in the MLflow server of `MLFLOW_TRACKING_URI`: its settings, figures, data, files and the machine's load. Does
 * nothing where none is named. It only writes lines to disk while the stage works; a thread sends them. What a server that is away,
 * slow or broken does not get waits in `.amcl/tracking`, and one line says so at the end.
 */
export const trackWithMlflow: Observer = (events$) => {
  let choice: TrackingChoice | null;
  try {
    choice = readChoice(process.env);
  } catch (error) {
    return tell(error instanceof Error ? error.message : String(error));
  }
  if (choice !== null) return track(events$, new Tracker(choice));
};

function track(events$: Observable<StageEvent>, tracker: Tracker): Promise<void> {
  let broken = false;
  return new Promise((resolve) => {
    events$.subscribe({
      next: (event) => {
        if (broken) return;
        try {
          tracker.take(event);
        } catch (error) {
          // A full disk, say. The stage goes on, and what was written before is sent.
          broken = true;
          tell(`the run is not tracked any more: ${error instanceof Error ? error.message : String(error)}`);
        }
      },
      complete: () => void conclude(tracker).then(resolve),
    });
  });
}

async function conclude(tracker: Tracker): Promise<void> {
  const rest = await tracker.finish();
  if (rest === null) return;
  if (typeof rest === 'string')
    return tell(`the sender failed (${rest}). Send what waits in .amcl/tracking: npx amcl sync`);
  const waiting = describeWaiting(rest);
  if (waiting === '') return;
  tell(`${waiting} wait in .amcl/tracking (${rest.problem ?? 'the time was up'}); send them: npx amcl sync`);
}

function readChoice(environment: NodeJS.ProcessEnv): TrackingChoice | null {
  const server = trackingServer(environment);
  if (server === null) return null;
  const interval = Number(environment['MLFLOW_SYSTEM_METRICS_SAMPLING_INTERVAL']);
  const measured = environment['MLFLOW_ENABLE_SYSTEM_METRICS_LOGGING']?.toLowerCase() !== 'false';
  return {
    server,
    mlflowExperiment: environment['MLFLOW_EXPERIMENT_NAME'] || null,
    registered: environment['AMCL_REGISTER_MODEL'] || null,
    sampling: measured ? (interval > 0 ? interval : SAMPLING) : null,
  };
}

function tell(text: string): void {
  console.error(`mlflow: ${text}`);
}
