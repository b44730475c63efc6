import type { TensorMap } from '@amcl/engine';
import {
  amclBarlowTwins,
  amclInfoNce,
  amclMoco,
  amclSimclr,
  amclSimsiam,
  type GridTemperature,
  type LossStatistics,
  type PairTemperature,
} from '@amcl/losses';
import { evalScope, temperatureNetwork } from '@amcl/models';
import type { ParityCase } from '@amcl/parity';
import * as tf from '@tensorflow/tfjs-core';
import type { Adapter } from '../adapter';
import { differentiated, numberOf } from '../tensors';

const PREFIX = 'temperature.';

/** What a loss of a case takes: its tensors, its temperature network and its numbers. */
interface Given {
  readonly values: Readonly<Record<string, tf.Tensor>>;
  readonly pairs: PairTemperature;
  readonly grid: GridTemperature;
  readonly number: (name: string) => number;
}

/** What a loss gives, as far as a case may ask for it. */
type Found = { readonly loss: tf.Scalar; readonly statistics: LossStatistics };

function given(parityCase: ParityCase, values: TensorMap): Given {
  const number = (name: string) => numberOf(parityCase, name);
  const [hidden = 0, input = 0] = parityCase.param[`${PREFIX}0.weight`]?.shape ?? [];
  const network = temperatureNetwork({ input, hidden, lower: number('lower'), upper: number('upper') });
  // In memory linear weights are [in, out], in a case [out, in].
  const own = network.parameters.map(({ name, layout }) => {
    const found = values[PREFIX + name] as tf.Tensor;
    return [name, layout === 'linear' ? tf.transpose(found) : found] as const;
  });
  const scope = evalScope({ parameters: Object.fromEntries(own), buffers: {} });
  return {
    values,
    pairs: (products) => network.ofPairs(products, scope),
    grid: (a, b) => network.ofGrid(a, b, scope),
    number,
  };
}

const adapter =
  (loss: (given: Given) => Found, outputs: (statistics: LossStatistics) => TensorMap): Adapter =>
  (parityCase) =>
    differentiated(parityCase, (values) => {
      const { loss: scalar, statistics } = loss(given(parityCase, values));
      return { loss: scalar, outputs: outputs(statistics) };
    });

const contrast = ({ pairs, number }: Given) => ({
  temperature: pairs,
  beta: number('beta'),
  hardest: number('topK'),
});

const temperatures = ({ positiveTemperature, negativeTemperature }: LossStatistics): TensorMap => ({
  tau_pos: positiveTemperature as tf.Tensor,
  tau_neg: negativeTemperature as tf.Tensor,
});

/** The losses of AMCL, each with the temperature network of libs/models. */
export const amcl: Readonly<Record<string, Adapter>> = {
  amcl_simclr: adapter((all) => amclSimclr(all.values['z0']!, all.values['z1']!, contrast(all)), temperatures),
  amcl_infonce: adapter((all) => amclInfoNce(all.values['z0']!, all.values['z1']!, contrast(all)), temperatures),
  amcl_moco: adapter(
    (all) => amclMoco(all.values['q']!, all.values['k']!, all.values['bank']!, contrast(all)),
    temperatures,
  ),
  amcl_simsiam: adapter(
    ({ values: { p0, z1, p1, z0 }, pairs, number }) =>
      amclSimsiam(p0!, z1!, p1!, z0!, { temperature: pairs, beta: number('beta') }),
    ({ positiveTemperature }) => {
      const [tau_a, tau_b] = tf.unstack(positiveTemperature as tf.Tensor, 1);
      return { tau_a: tau_a as tf.Tensor, tau_b: tau_b as tf.Tensor };
    },
  ),
  amcl_barlow: adapter(
    ({ values: { z0, z1 }, grid, number }) =>
      amclBarlowTwins(z0!, z1!, { temperature: grid, beta: number('beta'), lambda: number('lambda') }),
    ({ negativeTemperature }) => ({ tau: negativeTemperature as tf.Tensor }),
  ),
};
