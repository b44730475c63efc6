/** A stage of every experiment; the program is `apps/<name>`. */
export interface StageTarget {
  name: string;
  /** The section of the experiment that it reads: `resolve/<section>.json`. */
  section: string;
  /** The stages whose manifests it reads. */
  reads: readonly string[];
  /** Whether its numbers depend on the engine, and it wants the machine for itself. */
  usesEngine: boolean;
  /** Whether it looks at the whole experiment at once, all runs and settings, and so reads everything that `resolve` wrote. */
  summarizes?: boolean;
}

/** The table of docs/architecture.md. */
export const stages: readonly StageTarget[] = [
  { name: 'ingest', section: 'dataset', reads: [], usesEngine: false },
  { name: 'augment', section: 'augmentation', reads: ['ingest'], usesEngine: false },
  { name: 'pretrain', section: 'pretrain', reads: ['ingest', 'augment'], usesEngine: true },
  { name: 'linear-probe', section: 'linearProbe', reads: ['ingest', 'augment', 'pretrain'], usesEngine: true },
  {
    name: 'report',
    section: 'report',
    reads: ['ingest', 'augment', 'pretrain', 'linear-probe'],
    usesEngine: false,
    summarizes: true,
  },
];
