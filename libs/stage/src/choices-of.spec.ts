import { resolveExperiment, type ExperimentInput } from '@amcl/experiment';
import { SourceReader, type SourceList } from '@amcl/sources';
import { describe, expect, it } from 'vitest';
import { choicesOf, type ChoiceParts } from './choices-of';

const reader = new SourceReader(process.cwd());
const PIXELS = { shape: [32, 32, 3] as [number, number, number] };
const FILES = { shape: null };

/** The files and packages of a work's key. */
function codeOf(stage: string, input: ExperimentInput, ingest: ChoiceParts['ingest'] = PIXELS): string {
  const { dataset, augmentation, pretrain, linearProbe, report } = resolveExperiment(input, 'experiment.ts');
  const sections = { ingest: dataset, augment: augmentation, pretrain, 'linear-probe': linearProbe, report };
  const name = stage as keyof typeof sections;
  const choices = choicesOf(name, { section: sections[name], ingest, pretrain: { network: pretrain } });
  const { files, packages } = JSON.parse(reader.read(`apps/${stage}/src/main.ts`, choices).list) as SourceList;
  return [...Object.keys(files), ...Object.keys(packages)].join('\n');
}

describe('the code of a work', () => {
  it.each(['simclr', 'moco', 'simsiam', 'barlow-twins'] as const)('has, of the methods, %s alone', (name) => {
    const others = ['simclr', 'moco', 'simsiam', 'barlow-twins'].filter((other) => other !== name);
    for (const stage of ['pretrain', 'linear-probe']) {
      const code = codeOf(stage, { pretrain: { method: { name } } });
      expect(code).toContain(`libs/methods/src/${name}/${name}.ts`);
      for (const other of others) expect(code).not.toContain(`libs/methods/src/${other}/${other}.ts`);
    }
  });

  it.each<[folder: string, dataset: NonNullable<ExperimentInput['dataset']>]>([
    ['cifar10', { name: 'cifar10' }],
    ['tiny-imagenet', { name: 'tiny-imagenet', source: 'file:/data' }],
    ['mnist', { name: 'fashion-mnist' }],
    ['stl10', { name: 'stl10', source: 'file:/data' }],
  ])('has, of the data sets, that of %s alone, in linear-probe where that brings it', (folder, dataset) => {
    const codes = [codeOf('ingest', { dataset }), codeOf('linear-probe', { linearProbe: { dataset } })];
    for (const code of codes) {
      expect(code).toContain(`libs/data/src/${folder}/`);
      expect(code).not.toContain('libs/data/src/cifar100/');
    }
    expect(codeOf('linear-probe', { dataset })).not.toContain(`libs/data/src/${folder}/`);
  });

  it('has a decoder of images where these are kept as files', () => {
    for (const stage of ['augment', 'pretrain', 'linear-probe']) {
      expect(codeOf(stage, {}, FILES)).toContain('libs/images/src/native/');
      expect(codeOf(stage, {}, PIXELS)).not.toContain('libs/images/src/native/');
    }
    expect(codeOf('pretrain', {}, PIXELS)).not.toContain('sharp');
    expect(codeOf('augment', {}, FILES)).not.toContain('piscina');
    const linearProbe = { dataset: { name: 'folder', source: 'file:/data', holdOut: 5000 } } as const;
    expect(codeOf('linear-probe', { linearProbe }, PIXELS)).toContain('libs/images/src/native/');
  });

  it('is all that may be used where a result before is not known', () => {
    const { pretrain, linearProbe } = resolveExperiment({}, 'experiment.ts');
    expect(choicesOf('pretrain', { section: pretrain })).toEqual({ 'libs/methods/src/methods.ts': ['simclr'] });
    expect(choicesOf('linear-probe', { section: linearProbe })).toEqual({ 'libs/data/src/sets.ts': [] });
  });
});
