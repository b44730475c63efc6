import { parseArgs } from 'node:util';
import { UserError } from '@amcl/artifacts';
import type { SectionName } from '@amcl/experiment';
import { remoteStoreFromEnvironment } from '@amcl/remote-store';
import { config, Subject, type Observable } from 'rxjs';
import { executeStage, type AnyStage } from './execute-stage';
import type { InputName } from './stage';
import type { StageEvent } from './stage-event';

const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const;

/**
 * Shows or keeps the events of a stage. Where it has something to finish after the last event, it gives a promise, for which the program
 * waits; it must end by itself.
 */
export type Observer = (events$: Observable<StageEvent>) => void | Promise<void>;

/**
 * The program of a stage: `node apps/<stage>/src/main.ts --experiment <name>`, run in the workspace root.
 * Ctrl-C lets the stage write a checkpoint and exits 130; an error of the user's input is one message and exit code 1.
 */
export async function runStage<S extends SectionName, I extends InputName, R>(
  stage: AnyStage<S, I, R>,
  observers: readonly Observer[],
): Promise<void> {
  const tellObserverError = (error: unknown): void =>
    console.error('A subscriber of the stage failed; the stage goes on.', error);
  config.onUnhandledError = tellObserverError;
  const events$ = new Subject<StageEvent>();
  const stop = new AbortController();
  const onSignal = (signal: keyof typeof EXIT_CODES): void => {
    process.exitCode = EXIT_CODES[signal];
    stop.abort(new UserError(`${stage.name} was stopped. Run the same command again to go on.`));
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, onSignal);
  const observed = observers.map((observe) => Promise.resolve(observe(events$)).catch(tellObserverError));
  try {
    const experiment = readExperimentName(stage.name);
    const warn = (text: string): void => events$.next({ kind: 'message', level: 'warning', text });
    await executeStage(stage, {
      experiment,
      remote: remoteStoreFromEnvironment(process.env, warn, stop.signal),
      workspace: process.cwd(),
      signal: stop.signal,
      emit: (event) => events$.next(event),
    });
  } catch (error) {
    if (!stop.signal.aborted) process.exitCode = 1;
    console.error(error instanceof UserError ? error.message : error);
  }
  events$.complete();
  await Promise.all(observed);
}

function readExperimentName(stage: string): string {
  const { values } = parseArgs({ options: { experiment: { type: 'string' } } });
  if (values.experiment === undefined)
    throw new UserError(`Expected --experiment <name>. Stages are run by Nx: npx nx run <experiment>:${stage}`);
  return values.experiment;
}
