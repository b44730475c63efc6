import * as tf from '@tensorflow/tfjs-core';

/** Tensors by name. */
export type TensorMap = Readonly<Record<string, tf.Tensor>>;

/** What a function to be differentiated returns: the loss, a float32 scalar, and other tensors worth keeping. */
export interface Differentiable<A extends TensorMap> {
  loss: tf.Scalar;
  aux?: A;
}

/**
 * The loss of `f` at `parameters`, its gradient by each of them, and the auxiliary tensors that `f` returned.
 * All of them belong to the caller, or to the tidy around the call; every other tensor made inside is disposed.
 * @throws if the loss is no float32 scalar, or does not depend on one of the parameters, which it names
 */
export function valueAndGradients<A extends TensorMap = Record<string, never>>(
  f: (parameters: TensorMap) => Differentiable<A>,
  parameters: TensorMap,
): { loss: tf.Scalar; gradients: TensorMap; aux: A } {
  const names = Object.keys(parameters);
  if (names.length === 0) throw new Error('Expected at least one tensor for parameters but received none');
  // Kept clones outlive tfjs's own tidy around the forward pass, and leave the tensors' ownership as it was.
  const kept: Record<string, tf.Tensor> = {};
  try {
    const { value, grads } = tf.engine().gradients(
      () => {
        const { loss, aux } = f(parameters);
        if (loss.rank !== 0 || loss.dtype !== 'float32')
          throw new Error(
            `Expected a float32 scalar for loss but received a ${loss.dtype} tensor of shape [${loss.shape.join(', ')}]`,
          );
        for (const [name, tensor] of Object.entries(aux ?? {})) kept[name] = tf.keep(tf.clone(tensor));
        return loss;
      },
      Object.values(parameters),
      undefined,
      true,
    );
    // For a parameter that the loss does not depend on, tfjs's list has a hole.
    const found: (tf.Tensor | null | undefined)[] = grads;
    const missing = names.filter((_, index) => !found[index]);
    if (missing.length > 0) {
      tf.dispose([value, ...grads.filter((gradient) => gradient)]);
      throw new Error(`Expected a loss that depends on every parameter, but it does not on: ${missing.join(', ')}`);
    }
    const gradients = Object.fromEntries(names.map((name, index) => [name, grads[index] as tf.Tensor]));
    const aux = Object.fromEntries(Object.entries(kept).map(([name, tensor]) => [name, tf.clone(tensor)]));
    return { loss: value, gradients, aux: aux as A };
  } catch (error) {
    disposeTape();
    throw error;
  } finally {
    tf.dispose(kept);
  }
}

/** What tfjs saves for gradients it disposes only once it has gone backward. */
function disposeTape(): void {
  const { state } = tf.engine();
  if (state.gradientDepth > 0) return;
  for (const { saved } of state.activeTape ?? []) tf.dispose(saved);
  state.activeTape = [];
}
