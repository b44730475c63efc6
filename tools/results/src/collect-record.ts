import { recordedFigure, groupByPoint, type RunData } from '@amcl/runs';
import { mean } from '@amcl/statistics';
import { TEMPERATURE_STEPS, type ExperimentRecord, type Histogram, type RunRecord } from './experiment-record';

const STAGES = ['ingest', 'augment', 'pretrain', 'linear-probe'];

/** @param runs one or more, of one experiment */
export function recordOf(experiment: string, runs: readonly RunData[]): ExperimentRecord {
  const [first] = runs;
  if (first === undefined) throw new RangeError(`Expected at least one run of ${experiment} but received none`);
  const finished = runs.flatMap(({ stages }) => stages.flatMap(({ work }) => work?.finished ?? []));
  return {
    experiment,
    evaluatedOn: first.ingest.evaluatedOn,
    finished: finished.sort().at(-1)?.slice(0, 'YYYY-MM-DD'.length) ?? '',
    settings: Object.fromEntries(first.sections.map(({ name, settings }) => [name, Object.fromEntries(settings)])),
    runs: runs.map(runRecord),
    histograms: histogramsOf(groupByPoint(runs)[0] ?? []),
  };
}

function runRecord(run: RunData): RunRecord {
  const { seed, point, probe, pretrain } = run;
  const seconds = STAGES.map((stage) => recordedFigure(run, stage, 'seconds'));
  const digest = (stage: string): string => run.stages.find(({ name }) => name === stage)?.digest ?? '';
  return {
    seed,
    point,
    trained: { knnTop1: probe.trained.knn.top1, probeTop1: probe.trained.probe.top1 },
    untrained: { knnTop1: probe.untrained.knn.top1, probeTop1: probe.untrained.probe.top1 },
    overlap: rounded(probe.similarity.trained.overlap),
    overlaps: probe.augmentations.map(({ trained }) => rounded(trained.overlap)),
    embeddingStd: rounded(pretrain.embeddingStd.last),
    ...temperaturesOf(run),
    seconds: seconds.some((time) => time === null)
      ? null
      : Math.round(seconds.reduce<number>((a, b) => a + (b ?? 0), 0)),
    viewsPerSecond: wholeOrNull(recordedFigure(run, 'pretrain', 'viewsPerSecond')),
    device: pretrain.computed.device,
    data: digest('ingest'),
    encoder: digest('pretrain'),
  };
}

function temperaturesOf({ metrics }: RunData): Pick<RunRecord, 'temperatures'> {
  const steps = metrics.filter((metric) => 'loss' in metric);
  const kept = steps.filter(({ step }, index) => TEMPERATURE_STEPS.includes(step) || index === steps.length - 1);
  const temperatures = kept.flatMap(({ step, positiveTemperatures: positive, negativeTemperatures: negative }) =>
    positive === undefined
      ? []
      : { step, positive: rounded(mean(positive)), ...(negative && { negative: rounded(mean(negative)) }) },
  );
  return temperatures.length === 0 ? {} : { temperatures };
}

function histogramsOf(runs: readonly RunData[]): Histogram[] {
  const all = runs.map(({ probe }) => probe.augmentations.map(({ trained }) => trained));
  return (all[0] ?? []).map(({ edges }, set) => {
    const bins = (of: (histogram: Histogram) => readonly number[]): number[] =>
      edges.slice(1).map((_, bin) => rounded(mean(all.map((run) => of(run[set]!)[bin] ?? 0))));
    return {
      edges: edges.map(rounded),
      positive: bins(({ positive }) => positive),
      negative: bins(({ negative }) => negative),
      overlap: rounded(mean(all.map((run) => run[set]?.overlap ?? 0))),
    };
  });
}

const rounded = (value: number): number => Number(value.toFixed(6));
const wholeOrNull = (value: number | null): number | null => (value === null ? null : Math.round(value));
