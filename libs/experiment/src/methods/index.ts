import { z } from 'zod';
import { barlowTwinsSchema } from './barlow-twins';
import { mocoSchema } from './moco';
import { simclrSchema } from './simclr';
import { simsiamSchema } from './simsiam';

/** The settings of every method, told apart by `name`. A new method adds its line here and in libs/methods/src/methods.ts. */
const schemas = [simclrSchema, mocoSchema, simsiamSchema, barlowTwinsSchema] as const;

const names = schemas.map((schema) => schema.shape.name.unwrap().value);

/** Section `pretrain.method`; SimCLR unless another `name` is given. */
export const methodSchema = z.discriminatedUnion('name', schemas, {
  error: `a method whose name is ${names.map((name) => `'${name}'`).join(', ')}`,
});

/** The settings of one method. */
export type MethodSettings = z.output<typeof methodSchema>;

/** The names of the methods. */
export type MethodName = MethodSettings['name'];
