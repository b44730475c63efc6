/** Before the encoder's names in a method's module. */
export const ENCODER_PREFIX = 'encoder.';

/** Before the projection head's names in a method's module. */
export const HEAD_PREFIX = 'projection_head.';
