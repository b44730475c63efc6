import { pretrainSplitName, readSplit } from '@amcl/data';
import { permutation, randomStream } from '@amcl/random';
import type { AugmentResult } from '@amcl/results';
import type { Stage } from '@amcl/stage';
import { aspectOf } from './aspect-of';
import { drawContactSheet } from './contact-sheet';
import { describeRecipe } from './describe-recipe';
import { materialize } from './materialize';
import { only, OPERATIONS, probability, titleOf } from './operations';
import { measureViews } from './view-statistics';

/** Images that the statistics are made of, at most. */
const MEASURED = 2048;

/** Stage augment: the recipe of the views, what they look like, and the views themselves if the experiment stores them. */
export const augment: Stage<'augmentation', 'ingest', AugmentResult> = {
  name: 'augment',
  section: 'augmentation',
  reads: ['ingest'],
  usesEngine: false,
  run: async (recipe, { ingest }, context) => {
    const { seed, output, signal, emit } = context;
    const split = await readSplit(ingest, pretrainSplitName(ingest.result));
    await output.write('recipe.json', `${JSON.stringify(describeRecipe(recipe), null, 2)}\n`);

    const applied = OPERATIONS.filter((operation) => probability(recipe, operation) > 0);
    const planned = [
      { name: 'views.png', title: 'All operations', recipe },
      ...applied.map((operation) => ({
        name: `views-${operation}.png`,
        title: titleOf(recipe, operation),
        recipe: only(recipe, [operation], aspectOf(split)),
      })),
    ];
    const { images: rows, views } = recipe.contactSheet;
    const images = permutation(split.count, randomStream(seed, 'contact-sheet')).subarray(0, rows);
    for (const [index, sheet] of planned.entries()) {
      signal.throwIfAborted();
      await output.write(sheet.name, await drawContactSheet({ split, images, views, recipe: sheet.recipe, seed }));
      emit({ kind: 'progress', task: 'contact sheets', done: index + 1, total: planned.length, unit: 'sheets' });
    }

    const { statistics, viewsPerSecond } = await measureViews(split, recipe, seed, MEASURED);
    const text = `${planned.length} contact sheets; ${viewsPerSecond.toLocaleString('en')} views/s on one thread`;
    emit({ kind: 'message', level: 'info', text });
    const materialized =
      recipe.materialize === 0 ? null : await materialize(split, recipe, recipe.materialize, context);
    const sheets = planned.map(({ name, title }) => ({ name, title }));
    return { result: { recipe, sheets, statistics, materialized }, run: { viewsPerSecond } };
  },
};
