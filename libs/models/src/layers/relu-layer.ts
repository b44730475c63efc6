import { relu } from '@amcl/engine';
import type { Module } from '../module';

/** max(x, 0), of any shape. */
export const reluLayer: Module = { parameters: [], buffers: [], forward: (x) => relu(x) };
