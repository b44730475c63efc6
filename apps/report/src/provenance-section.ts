import { columns, duration, html, settingsCard, table, type Cell, type Html, type Section } from '@amcl/reporting';
import { shortDigest, whole } from './format';
import { flatten } from '@amcl/runs';
import type { StageRecord } from '@amcl/runs';
import { measuredImages, type IngestResult } from '@amcl/results';
import { settingsDigest } from '@amcl/stage';
import type { ReportData } from './report-data';

/** What the figures come from: digests of settings and data, engine, versions, and how long it took where. */
export function provenanceSection({ stages, ingest }: ReportData): Section {
  const cards = [
    settingsCard('Data', [
      ['data set', ingest.dataset],
      ['train images', whole(ingest.splits.train.count)],
      [measuredImages(ingest), whole(ingest.splits.test.count)],
      ...unlabelled(ingest),
      ...shards(stages),
    ]),
    settingsCard('Engine', engine(stages)),
    settingsCard('npm packages', packages(stages)),
  ];
  return {
    id: 'provenance',
    heading: 'Provenance',
    body: html`<p>Equal digests mean equal bytes. Times and speeds are those of the machine that ran the stage.</p>
      ${stageTable(stages)} ${columns(cards)}`,
  };
}

function stageTable(stages: readonly StageRecord[]): Html {
  const rows = stages.map(({ name, digest, run, work }): Cell[] => [
    { content: name },
    { content: work === null ? '' : short(settingsDigest(work)) },
    { content: short(digest) },
    { content: typeof run.seconds === 'number' ? duration(run.seconds) : '', align: 'right' },
    { content: facts(run) },
  ]);
  return table({
    label: 'The stages that the report rests on',
    head: [
      { content: 'stage' },
      { content: 'settings and seed' },
      { content: 'manifest' },
      { content: 'wall time', align: 'right' },
      { content: 'run' },
    ],
    rows,
    caption: 'First digits of sha256, of the settings and of the whole manifest.',
  });
}

function short(digest: string): Html {
  return html`<span class="digest" title="${digest}">${shortDigest(digest)}</span>`;
}

/** Of `run.json`: has a column of its own, and repeats what is on the page. */
const NOT_SHOWN = new Set(['seconds', 'work']);

/** The figures of `run.json`; those that have no words here are shown as they are named there. */
const WORDS: Readonly<Record<string, (value: number) => string | null>> = {
  viewsPerSecond: (value) => `${whole(value)} views/s`,
  waitingShare: (value) => `${(100 * value).toFixed(1)} % of the time waiting for views`,
  peakMemoryBytes: (value) => `${(value / 1e9).toFixed(2)} GB of memory at most`,
  threads: (value) => `${value} threads`,
  resumedAt: (value) => (value === 0 ? null : `resumed at step ${whole(value)}`),
};

function facts({ device, ...run }: StageRecord['run']): string {
  const others = Object.entries(run).filter(([name]) => !NOT_SHOWN.has(name));
  const worded = others.map(([name, value]) => {
    const words = WORDS[name];
    return words !== undefined && typeof value === 'number' ? words(value) : `${name}: ${JSON.stringify(value)}`;
  });
  return [...(typeof device === 'string' ? [device] : []), ...worded.filter((text) => text !== null)].join(', ');
}

/** Images without a label, which pre-train; and files that were left out. */
function unlabelled({ splits, damaged }: IngestResult): (readonly [string, string])[] {
  return [
    ...(splits.unlabelled === null ? [] : [['unlabelled images', whole(splits.unlabelled.count)] as const]),
    ...(damaged.length === 0 ? [] : [['damaged files left out', whole(damaged.length)] as const]),
  ];
}

function shards(stages: readonly StageRecord[]): (readonly [string, Html])[] {
  const files = stages.find(({ name }) => name === 'ingest')?.manifest.files ?? {};
  return Object.entries(files).map(([name, { sha256 }]) => [name, html`<span class="digest">${sha256}</span>`]);
}

function engine(stages: readonly StageRecord[]): (readonly [string, string])[] {
  const used = stages.find(({ work }) => work?.engine !== undefined)?.work?.engine;
  return used === undefined ? [['engine', 'none']] : flatten(used);
}

function packages(stages: readonly StageRecord[]): (readonly [string, string])[] {
  const all = Object.assign({}, ...stages.map(({ work }) => work?.packages)) as Record<string, string>;
  return Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1));
}
