/**
 * RGB pixels as the kernels take them, row by row. A compiled recipe keeps its own in doubles: what JavaScript computes with,
 * so that nothing is converted between the steps.
 */
export type Pixels = Float32Array | Float64Array;
