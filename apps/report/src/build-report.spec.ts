import { resolveExperiment } from '@amcl/experiment';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildReport } from './build-report';
import type { ReportData } from './report-data';
import { plausibleData } from './testing/plausible-data';

let data: ReportData;
let document: string;
beforeAll(async () => {
  data = await plausibleData();
  document = await buildReport(data);
});

/** Text of the cells of the row that has this heading, the first of the page or of a section. */
function row(heading: string, section = 'result'): string[] {
  const found = [...document.slice(document.indexOf(`<section id="${section}"`)).matchAll(/<tr>([^]*?)<\/tr>/g)].find(
    ([, cells]) => cells?.includes(`>${heading}</th>`),
  );
  return [...(found?.[1] ?? '').matchAll(/<td[^>]*>([^<]*)<\/td>/g)].map(
    ([, text]) => text?.replace(/\u00a0/g, ' ') ?? '',
  );
}

describe('buildReport', () => {
  it('has kNN and linear probe of the trained and of the untrained encoder with their difference, each named exactly', () => {
    expect(row('kNN top-1, k = 200, T = 0.1, test split')).toEqual(['28.00 %', '52.00 %', '+24.00']);
    const [untrained, trained] = [data.probe.untrained, data.probe.trained].map(({ probe }) => probe.top1) as [
      number,
      number,
    ];
    expect(row('linear probe top-1, last epoch, test split')).toEqual([
      `${untrained.toFixed(2)} %`,
      `${trained.toFixed(2)} %`,
      `+${(trained - untrained).toFixed(2)}`,
    ]);
  });

  it('has what fine-tuning gave, and of how many labels, where that was asked for', async () => {
    expect(document).not.toMatch(/fine-tuned|Labels of/);
    const fineTuned = { top1: 61.5, top5: 97.25, perClass: [], loss: [2.2, 1.1] };
    const probe = { ...data.probe, labelled: 100, fineTuned };
    const text = await buildReport({ ...data, probe, runs: data.runs.map((run) => ({ ...run, probe })) });
    for (const part of [
      'fine-tuned top-1, last epoch, test split',
      '61.50\u00a0%',
      '97.25\u00a0%',
      '2 epochs on crops and flips',
      'mean loss 2.200 in the first and 1.100 in the last',
      'Labels of 100 of 10,000 training images were used',
    ])
      expect(text.replace(/\s*\n\s*/g, ' ')).toContain(part);
  });

  it('names the classes of the data set that was probed, where that is not the one of pre-training', async () => {
    const classNames = data.ingest.classNames.map((name) => `other ${name}`);
    const probe = { ...data.probe, data: { ...data.ingest, dataset: 'elsewhere', classNames } };
    const text = await buildReport({ ...data, probe });
    expect(text).toContain('accuracies and features are of elsewhere, not of the data set of pre-training');
    expect(text).toMatch(/images of cifar10, measured on [\d,]+ images of elsewhere\./);
    expect(text).toContain('>other cat</th>');
    expect(text).not.toContain('>cat</th>');
  });

  it('says it where its figures are of held-out images, and how many images without a label pre-train', async () => {
    const { ingest } = data;
    const splits = { ...ingest.splits, unlabelled: { count: 12_345, shards: [], perClass: [] } };
    const heldOut = await buildReport({ ...data, ingest: { ...ingest, evaluatedOn: 'held-out', splits } });
    expect(heldOut).not.toMatch(/test (split|image)/);
    expect(heldOut).toContain('kNN top-1, k = 200, T = 0.1, held-out split');
    expect(heldOut).toMatch(/unlabelled images<[^]{0,80}>12,345</);
    expect(document).not.toMatch(/held-out|unlabelled images/);
  });

  it('shows a loss against the untrained encoder as one', async () => {
    const worse = { ...data, probe: { ...data.probe, trained: data.probe.untrained, untrained: data.probe.trained } };
    expect(await buildReport(worse)).toContain('<td class="right down">−24.00</td>');
  });

  it('has every part', () => {
    const headings = [...document.matchAll(/<h2[^>]*>([^<]*)</g)].map(([, text]) => text);
    expect(headings).toEqual([
      'Result',
      'Training',
      'Similarity of pairs',
      'Features',
      'Classes',
      'Views',
      'Time and speed',
      'Experiment',
      'Provenance',
    ]);
    const figures = [...document.matchAll(/<h3>([^<]*)</g)].map(([, text]) => text);
    for (const heading of [
      'Loss',
      'Learning rate',
      'kNN monitor',
      'Similarity in training',
      'Collapse monitor',
      'Untrained',
      'Trained',
      'By the number of augmentations',
      'Embedding map',
      'Nearest neighbours',
      'Confusion matrix',
      'Wall time by stage',
      'Throughput of the training',
      'all operations',
    ])
      expect(figures).toContain(heading);
    expect(document.match(/<svg [^>]*role="img"/g)).toHaveLength(16);
  });

  it('has the overlaps as numbers, the class names, the settings, the digests, the engine and the times', () => {
    const { trained, untrained } = data.probe.similarity;
    for (const { overlap } of [trained, untrained])
      expect(document).toContain(`<strong>${overlap.toFixed(3)}</strong>`);
    expect(row('automobile')).toHaveLength(3);
    expect(document).toContain('weightDecay<wbr />');
    expect(document).toContain('0f'.repeat(32));
    expect(document).toContain('tensorflow-cpu');
    expect(row('pretrain', 'provenance')).toEqual(
      expect.arrayContaining(['1 min 53 s', '812 views/s, 1.0 % of the time waiting for views']),
    );
  });

  it('is one file that loads nothing, of less than 3 MB', () => {
    expect(document).not.toMatch(/https?:|@import|url\(|src="(?!data:)|href="(?!#|data:)/);
    expect(document.length).toBeLessThan(3e6);
  });

  it('names the loss by the method, and shows temperatures where there are any', async () => {
    expect(document).toContain('NT-Xent loss of each batch');
    expect(document).not.toContain('<h3>Temperature</h3>');
    const amcl = resolveExperiment({ pretrain: { amcl: {} } }, 'experiment.ts').pretrain.amcl;
    const temperatures = { positiveTemperatures: [0.7, 0.8, 0.6], negativeTemperatures: [0.9, 0.5, 0.4] };
    const metrics = data.metrics.map((metric) => ({ ...metric, ...temperatures }));
    const pretrain = { ...data.pretrain, network: { ...data.pretrain.network, amcl } };
    const adaptive = await buildReport({ ...data, metrics, pretrain });
    expect(adaptive).toContain('<h3>Temperature</h3>');
    expect(adaptive).toContain('AMCL loss of each batch');
    expect(adaptive).toContain('Of AMCL, adaptive, from 0.05 to 2, mean over a batch, by head.');
    expect(adaptive).toContain('positives, head 3, hardest negatives, head 1');
    expect(adaptive).toContain('simclr + AMCL (3 heads, adaptive temperature)');
  });

  it('says of a training that was stopped early when and why, and of the points of a sweep what they set', async () => {
    const stopped = { epoch: 4, best: 31.5, below: 36.25 };
    const run = { ...data.runs[0]!, name: 'point-2', point: { 'pretrain.optimizer.lr': 0.123456789 } };
    const early = { ...run, pretrain: { ...run.pretrain, epochs: 4, stopped } };
    const page = await buildReport({ ...data, ...early, runs: [early, { ...run, name: 'point-3', point: {} }] });
    expect(page.replace(/\u00a0/g, ' ')).toContain(
      'in 4 epochs. Stopped early: its best kNN until then, 31.50 %, was below 36.25 %',
    );
    expect(page).toContain('point-2, stopped early after epoch 4');
    expect(page).toContain('pretrain.optimizer.lr = 0.123457<');
  });

  it('has mean, deviation and interval over the seeds of an experiment of several runs, and each of them', async () => {
    expect(document).not.toContain('<section id="runs"');
    const seeds = [1, 2, 3].map((seed) => ({ ...data.runs[0]!, seed, name: `seed-${seed}` }));
    const [first, second, third] = seeds.map((run, index) => {
      const { trained } = run.probe;
      const knn = { ...trained.knn, top1: 50 + index };
      return { ...run, probe: { ...run.probe, trained: { ...trained, knn } } };
    });
    document = await buildReport({ ...data, ...first!, runs: [first!, second!, third!] });
    // Student's t of two degrees of freedom: 4.303 / sqrt(3) = 2.484
    expect(row('kNN top-1, k = 200, T = 0.1', 'runs')).toEqual(['51.00 %', '1.00', '48.52 to 53.48', '3']);
    expect(row('seed-2', 'runs')[0]).toBe('51.00 %');
    document = await buildReport(data);
  });

  it('is the same for the same data', async () => {
    expect(await buildReport(await plausibleData())).toBe(document);
  });

  it('stays small and readable for a long training', async () => {
    const steps = 80_000;
    const metrics = Array.from({ length: steps }, (_, step) => ({
      step: step + 1,
      epoch: 1,
      loss: 5 + 1 / (1 + step),
      lr: 0.06,
      embeddingStd: 1,
      positiveSimilarity: 0.8,
    }));
    const pretrain = { ...data.pretrain, epochs: 800, steps };
    const long = await buildReport({ ...data, metrics, pretrain });
    expect(long.length).toBeLessThan(1.2 * document.length);
    expect(long).toContain('mean of 267 steps');
  });
});
