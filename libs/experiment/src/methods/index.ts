import type { z } from 'zod';
import { union } from '../fields';
import { barlowTwinsSchema } from './barlow-twins';
import { mocoSchema } from './moco';
import { simclrSchema } from './simclr';
import { simsiamSchema } from './simsiam';

/**
 * The settings of every method, told apart by `name`; SimCLR without one. A new method adds its line here and in
 * libs/methods/src/methods.ts.
 */
export const methodSchema = union('name', [simclrSchema, mocoSchema, simsiamSchema, barlowTwinsSchema]);

/** The settings of one method. */
export type MethodSettings = z.output<typeof methodSchema>;

/** The names of the methods. */
export type MethodName = MethodSettings['name'];
