import type { Recipe } from '@amcl/augmentation';
import type { Split } from '@amcl/data';
import { knnTop1, type LabelledFeatures } from '@amcl/evaluation';
import type { PretrainSection } from '@amcl/experiment';
import { evalBatches, evalShape } from '@amcl/input-stream';
import type { Method } from '@amcl/methods';
import { encoderArrays, FrozenEncoder, type TrainingState } from '@amcl/training';

/** Measures the encoder of a state: kNN top-1 in percent, of the test images by the training images. */
export type Monitor = (state: TrainingState, signal: AbortSignal) => Promise<number>;

export interface KnnMonitorOptions {
  readonly method: Method;
  readonly train: Split;
  readonly test: Split;
  readonly recipe: Recipe;
  readonly section: Pick<PretrainSection, 'knn' | 'batchSize' | 'capture'>;
  readonly classes: number;
}

/** The monitor of section `pretrain.knn`: features in eval mode of images without augmentation. */
export function knnMonitor({ method, train, test, recipe, section, classes }: KnnMonitorOptions): Monitor {
  const { k, temperature } = section.knn;
  return async (state, signal) => {
    const encoder = new FrozenEncoder(method.encoder, encoderArrays(state), { capture: section.capture });
    const encode = async (split: Split): Promise<LabelledFeatures> => ({
      features: await encoder.encode({
        count: split.count,
        imageShape: evalShape(recipe),
        batches: evalBatches({ split, recipe, batchSize: section.batchSize }),
        signal,
      }),
      labels: split.labels,
    });
    try {
      return knnTop1(await encode(train), await encode(test), { classes, k, temperature });
    } finally {
      encoder.dispose();
    }
  };
}
