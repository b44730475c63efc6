import { describe, expect, it } from 'vitest';
import { metricSchema, pretrainResultSchema, type PretrainResult } from './pretrain-result';

const STEP = { step: 1, epoch: 1, loss: 4.5, lr: 0.06, embeddingStd: 0.9, positiveSimilarity: 0.7 };
const AMCL = { ...STEP, negativeSimilarity: 0.4, positiveTemperatures: [0.6, 0.7], negativeTemperatures: [0.5, 0.4] };
const throughJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('metricSchema', () => {
  it.each([STEP, AMCL, { step: 0, epoch: 0, knn: 26.65 }])('takes %j', (metric) =>
    expect(metricSchema.parse(throughJson(metric))).toEqual(metric),
  );

  it.each([
    ['a loss that was not finite, which JSON writes as null', { ...STEP, loss: NaN }],
    ['a loss without its learning rate', { ...STEP, lr: undefined }],
    ['a step without the collapse monitor', { ...STEP, embeddingStd: undefined }],
    ['a step without the similarity of its positives', { ...STEP, positiveSimilarity: undefined }],
    ['a temperature that was not finite', { ...AMCL, positiveTemperatures: [0.6, Infinity] }],
    ['temperatures of no head', { ...AMCL, negativeTemperatures: [] }],
    ['a temperature of all heads', { ...AMCL, positiveTemperature: 0.6 }],
    ['a step and a measurement in one', { ...STEP, knn: 30 }],
  ])('refuses %s', (_title, metric) => {
    expect(metricSchema.safeParse(throughJson(metric)).success).toBe(false);
  });
});

describe('pretrainResultSchema', () => {
  const result: PretrainResult = {
    network: {
      method: { name: 'simclr', temperature: 0.5, projectionHead: { hidden: null, output: 128 } },
      amcl: {
        heads: 3,
        wideHead: false,
        temperature: { kind: 'adaptive', hidden: 128, lower: 0.05, upper: 2 },
        beta: 0.1,
        hardest: 1,
        positiveAmongCandidates: false,
      },
      encoder: { name: 'resnet50', stem: 'imagenet', width: 1 },
      init: { file: 'weights/resnet50.safetensors', sha256: '0a'.repeat(32) },
      batchSize: 512,
    },
    features: 2048,
    computed: { device: 'AMD EPYC', precision: 'float32' },
    epochs: 1,
    steps: 97,
    loss: { first: 6, last: 5 },
    stopped: null,
    embeddingStd: { last: 0.8 },
    knn: [{ epoch: 0, top1: 30 }],
    kernels: 'c4'.repeat(32),
    files: { encoder: 'encoder.safetensors', heads: 'heads.safetensors', metrics: 'metrics.jsonl' },
  };

  it('takes what a training hands on, with AMCL and without', () => {
    expect(pretrainResultSchema.parse(throughJson(result))).toEqual(result);
    const plain = { ...result, network: { ...result.network, amcl: null, init: null }, kernels: null };
    expect(pretrainResultSchema.parse(throughJson(plain))).toEqual(plain);
  });

  const network = (changes: object) => ({ ...result, network: { ...result.network, ...changes } });
  it.each([
    ['no network', { ...result, network: undefined }, 'network'],
    ['a network that does not say whether it has AMCL', network({ amcl: undefined }), 'network.amcl'],
    ['a method that is not known', network({ method: { name: 'simclr2' } }), 'network.method'],
    ['a setting of another method', network({ method: { name: 'simsiam', queueSize: 4096 } }), 'network.method'],
    ['a temperature that can be 0', network({ amcl: { temperature: { kind: 'global', lower: 0 } } }), 'network.amcl'],
    ['initial weights without their digest', network({ init: { file: 'a.safetensors' } }), 'network.init'],
    ['a network that says how it was optimised', network({ optimizer: {} }), 'network'],
    ['a collapse monitor that was not finite', { ...result, embeddingStd: { last: NaN } }, 'embeddingStd'],
    ['a training that does not say how it was computed', { ...result, kernels: undefined }, 'kernels'],
    ['the files of an earlier version', { ...result, files: { ...result.files, projectionHead: 'p' } }, 'files'],
  ])('refuses %s', (_title, changed, path) => {
    const { error } = pretrainResultSchema.safeParse(throughJson(changed));
    expect(error?.issues[0]?.path.join('.')).toMatch(new RegExp(`^${path}`));
  });
});
