import type { StageEvent, WorkIdentity } from '@amcl/stage';
import type { TrackingServer } from '../client/tracking-server';
import { SenderThread } from '../send/sender-thread';
import type { Rest } from '../send/sender';
import { ServerSpools } from '../spool/spool-folder';
import { ParentRun } from './parent-run';
import { readCommonSettings, readSettings, type Settings } from './read-settings';
import { TrackedWork } from './tracked-work';

/** What of the environment decides how a stage is tracked. */
export interface TrackingChoice {
  readonly server: TrackingServer;
  /** Name of the MLflow experiment; null for that of the experiment. */
  readonly mlflowExperiment: string | null;
  readonly registered: string | null;
  /** Seconds between two measurements of the machine; null for none. */
  readonly sampling: number | null;
}

/** Writes the events of a stage to the spools of a server, and has a thread send them. */
export class Tracker {
  private thread: SenderThread | null = null;
  private spools: ServerSpools | null = null;
  private work: TrackedWork | null = null;

  constructor(private readonly choice: TrackingChoice) {}

  take(event: StageEvent): void {
    switch (event.kind) {
      case 'started': {
        const { spools, parent, settings, mlflowExperiment } = this.open(event);
        const { registered } = this.choice;
        this.work = new TrackedWork(event, { spools, parent, settings, mlflowExperiment, registered });
        const { lines, systemStep } = this.work;
        if (lines !== null) this.thread?.tell({ kind: 'begin', lines, step: systemStep });
        return;
      }
      case 'metrics':
        return this.work?.metrics(event.step, event.values);
      case 'kept':
        return this.open(event).parent.link(event.stage, event.run, { key: event.key });
      case 'ended':
        this.thread?.tell({ kind: 'end' });
        if (event.outcome === 'finished') this.work?.finished(event);
        else this.work?.broken(event);
        this.work = null;
    }
  }

  /** Sends what is left, for some seconds at most. @returns what is left then; null where there was nothing to send */
  async finish(): Promise<Rest | string | null> {
    return (await this.thread?.finish()) ?? null;
  }

  private open(event: WorkIdentity): {
    spools: ServerSpools;
    parent: ParentRun;
    settings: Settings;
    mlflowExperiment: string;
  } {
    const { server, sampling } = this.choice;
    const { workspace } = event;
    const spools = (this.spools ??= ServerSpools.open(workspace, server.uri));
    this.thread ??= new SenderThread({ workspace, spools: spools.path, uri: server.uri, sampling });
    const mlflowExperiment = this.choice.mlflowExperiment ?? event.experiment;
    const parent = ParentRun.open(spools, event, readCommonSettings(event), mlflowExperiment);
    return { spools, parent, settings: readSettings(event, event.run), mlflowExperiment };
  }
}
