/** What a program outside of this workspace does with the libraries; after the imports of {@link required} or {@link imported}. */
const program = `
const recipe = {
  randomResizedCrop: { size: 8, scale: [0.08, 1], ratio: [3 / 4, 4 / 3] },
  randomHorizontalFlip: { p: 0.5 },
  colorJitter: { p: 0.8, strength: 0.5, brightness: 0.8, contrast: 0.8, saturation: 0.8, hue: 0.2 },
  randomGrayscale: { p: 0.2 },
  gaussianBlur: { p: 0.5, kernelSize: 3, sigma: [0.1, 2] },
  normalize: { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] },
};
const images = new Uint8Array(new SharedArrayBuffer(4 * 300)).map((_, index) => (index * 37) % 256);
const shared = new Uint8Array(new SharedArrayBuffer(4 * 300));
shared.set(images);
const sum = (values) => values.reduce((total, value) => total + value, 0);

async function main() {
  await openEngine({ backend: 'cpu' });
  const equal = tf.ones([4, 8]);
  const z = [1, 2].map((seed) => tf.randomNormal([4, 8], 0, 1, 'float32', seed));
  const view = compileRecipe(recipe, [10, 10, 3]);
  const pixels = new Float32Array(8 * 8 * 3);
  view.apply(images, view.sample(viewStream(3, 0, 0, 0)), pixels, 0);
  const encoder = resnet({ name: 'resnet18', stem: 'cifar', width: 0.125 });
  const tensors = (arrays) => Object.fromEntries(Object.entries(arrays).map(([name, value]) => {
    const { shape } = [...encoder.parameters, ...encoder.buffers].find((spec) => spec.name === name);
    return [name, tf.tensor(value, shape)];
  }));
  const weights = { parameters: tensors(initializeParameters(encoder, 1)), buffers: tensors(initializeBuffers(encoder, 1)) };
  const features = encoder.forward(tf.linspace(0, 1, 192).reshape([1, 8, 8, 3]), evalScope(weights));
  const options = { split: { kind: 'pixels', images: shared, count: 4, shape: [10, 10, 3] }, recipe, seed: 3, batchSize: 4, epochs: 1, startStep: 0, workers: 2 };
  const batches = await firstValueFrom(viewBatches(options, ({ views }) => of(sum(views[0]) + sum(views[1]))));
  console.log(JSON.stringify({
    ofEqual: ntXent(equal, equal, { temperature: 0.5 }).loss.dataSync()[0],
    loss: ntXent(z[0], z[1], { temperature: 0.5 }).loss.dataSync()[0],
    view: sum(pixels),
    features: [...features.dataSync()],
    batches,
    page: page({ title: 'a', lead: 'b', sections: [] }).length,
  }));
}
main();
`;

const names: Readonly<Record<string, string>> = {
  '@amcl/augmentation': '{ compileRecipe, viewStream }',
  '@amcl/engine': '{ openEngine }',
  '@amcl/input-stream': '{ viewBatches }',
  '@amcl/losses': '{ ntXent }',
  '@amcl/models': '{ evalScope, initializeBuffers, initializeParameters, resnet }',
  '@amcl/reporting': '{ page }',
  rxjs: '{ firstValueFrom, of }',
};

/** The program as CommonJS. */
export const required =
  `const tf = require('@tensorflow/tfjs-core');\n` +
  Object.entries(names)
    .map(([name, what]) => `const ${what} = require('${name}');\n`)
    .join('') +
  program;

/** The program as an ES module. */
export const imported =
  `import * as tf from '@tensorflow/tfjs-core';\n` +
  Object.entries(names)
    .map(([name, what]) => `import ${what} from '${name}';\n`)
    .join('') +
  program;

/** A program in TypeScript. An error that is expected and does not come is one: so the types are really there. */
export const typed = `
import { compileRecipe, type Recipe } from '@amcl/augmentation';
import { openEngine, type Engine } from '@amcl/engine';
import { readTable } from '@amcl/engine/tuning';
import { ntXent, type LossValue } from '@amcl/losses';
import { resnet, type Encoder } from '@amcl/models';
import * as tf from '@tensorflow/tfjs-core';

export async function loss(recipe: Recipe): Promise<number> {
  const engine: Engine = await openEngine({ backend: 'cpu' });
  const size: number = compileRecipe(recipe, [10, 10, 3]).size;
  const encoder: Encoder = resnet({ name: 'resnet18', stem: 'cifar', width: 1 });
  const z = tf.zeros([size, encoder.features]);
  const value: LossValue = ntXent(z, z, { temperature: 0.5 });
  // @ts-expect-error A temperature is a number.
  ntXent(z, z, { temperature: 'warm' });
  // @ts-expect-error There is no such stem.
  resnet({ name: 'resnet18', stem: 'mnist', width: 1 });
  // @ts-expect-error A recipe has more than that.
  compileRecipe({ randomResizedCrop: { size: 8 } }, [10, 10, 3]);
  // @ts-expect-error The engine's threads are a number.
  const threads: string = engine.threads;
  void [threads, readTable];
  return value.loss.dataSync<'float32'>()[0] ?? Number.NaN;
}
`;
