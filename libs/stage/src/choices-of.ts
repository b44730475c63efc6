import type { Experiment, SectionName } from '@amcl/experiment';
import type { IngestResult, PretrainResult } from '@amcl/results';
import type { Choices } from '@amcl/sources';
import type { StageName } from './stage';

const METHODS = 'libs/methods/src/methods.ts';
const DATA_SETS = 'libs/data/src/sets.ts';
const BY_KIND = ['libs/input-stream/src/makers-by-kind.ts', 'libs/input-stream/src/workers-by-kind.ts'];

/** What the settings and inputs of a work say of the code that it uses. */
export interface ChoiceParts {
  /** The stage's section of the experiment. */
  readonly section: Experiment[SectionName];
  /** Results of the stages that it reads; undefined where one is not known. */
  readonly ingest?: Pick<IngestResult, 'shape'> | undefined;
  readonly pretrain?: Pick<PretrainResult, 'network'> | undefined;
}

/**
 * Of the methods, data sets and kinds of images that a stage's program imports those that a work of it uses: the code of the others is not in its
 * key. Where that cannot be told all are.
 */
export function choicesOf(stage: StageName, { section, ingest, pretrain }: ChoiceParts): Choices {
  switch (stage) {
    case 'ingest':
      return { [DATA_SETS]: [exported((section as Experiment['dataset']).name)] };
    case 'augment':
      return kindsOf(ingest);
    case 'pretrain':
      return { [METHODS]: [exported((section as Experiment['pretrain']).method.name)], ...kindsOf(ingest) };
    case 'linear-probe': {
      const { dataset } = section as Experiment['linearProbe'];
      return {
        [DATA_SETS]: dataset === null ? [] : [exported(dataset.name)],
        ...(pretrain === undefined ? {} : { [METHODS]: [exported(pretrain.network.method.name)] }),
        // Of what kind another data set is, is not known before it is brought.
        ...(dataset === null ? kindsOf(ingest) : {}),
      };
    }
    case 'report':
      return {};
  }
}

function kindsOf(ingest: ChoiceParts['ingest']): Choices {
  if (ingest === undefined) return {};
  const kind = ingest.shape === null ? 'encoded' : 'pixels';
  return Object.fromEntries(BY_KIND.map((file) => [file, [kind]]));
}

/** What a setting calls `barlow-twins` is `barlowTwins` in the code. */
function exported(name: string): string {
  return name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}
