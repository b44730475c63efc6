import { crossEntropy } from '@amcl/losses';
import { linearLayer, prefixed, prefixedScope, sequential, type Encoder, type Module } from '@amcl/models';
import type * as tf from '@tensorflow/tfjs-core';
import { CLASSIFIER_PREFIX, ENCODER_PREFIX } from '../parts';
import type { Task } from '../task';

/** What is classified, and by what. */
export interface ClassifierOptions {
  readonly encoder: Encoder;
  readonly classes: number;
  /** Classes of the images of a step, in their order: [B]. */
  labelsOf(this: void, step: number): Int32Array;
}

/** Encoder and linear classifier, to be fine-tuned. */
export interface Classifier extends Task {
  /** Images to logits, [B, H, W, 3] -> [B, classes], by torchvision's bare names: `conv1.weight`, ..., `fc.weight`, `fc.bias`. */
  readonly network: Encoder;
}

/**
 * Fine-tuning: one view of each image through encoder and linear classifier, softmax cross-entropy. The classifier begins with zeros, as in the
 * authors' code of SimCLR (`zero_init_logits_layer`), so that its first steps do not pull the encoder anywhere at random.
 */
export function classifier({ encoder, classes, labelsOf }: ClassifierOptions): Classifier {
  const layer = zeroed(linearLayer({ input: encoder.features, output: classes, bias: true }));
  const classify = prefixed(CLASSIFIER_PREFIX, layer);
  const module = sequential([prefixed(ENCODER_PREFIX, encoder), classify]);
  return {
    name: 'classifier',
    encoder,
    module,
    network: { ...sequential([encoder, classify]), features: classes },
    encode: (x, scope) => encoder.forward(x, prefixedScope(ENCODER_PREFIX, scope)),
    stepInputs: ({ step }) => ({ labels: labelsOf(step) }),
    targets: (_views, _scope, inputs) => ({ labels: inputs['labels'] as tf.Tensor }),
    loss: ([features, ...more], scope, targets) => {
      if (features === undefined || more.length > 0)
        throw new Error(`Expected 1 view for classifier but received ${features === undefined ? 0 : more.length + 1}`);
      return { loss: crossEntropy(classify.forward(features, scope), targets['labels'] as tf.Tensor) };
    },
  };
}

/** The layer with zeros for first values. */
function zeroed(layer: Module): Module {
  const parameters = layer.parameters.map((spec) => ({
    ...spec,
    initialize: () => new Float32Array(spec.shape.reduce((size, n) => size * n, 1)),
  }));
  return { ...layer, parameters };
}
