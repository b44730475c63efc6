import { UserError } from '@amcl/artifacts';

/** The loss became infinite or NaN: the training has diverged, and its state is of no use. */
export class NonFiniteLossError extends UserError {
  override readonly name = 'NonFiniteLossError';

  /** @param at.checkpoint the last one written while the loss was finite, if any */
  constructor(readonly at: { step: number; loss: number; lr: number; checkpoint: string | null }) {
    super(
      `Expected a finite loss but received ${at.loss} at step ${at.step} with learning rate ${at.lr}. ` +
        `Lower the learning rate or lengthen the warm-up. Last good checkpoint: ${at.checkpoint ?? 'none'}.`,
    );
  }
}
