import { z } from 'zod';
import { section } from './fields';

/** Stage report. */
export const reportSchema = section({
  /** Heading of the page; `null` takes the experiment's name. */
  title: z
    .string({ error: 'a text or null' })
    .min(1, { error: 'a text that is not empty, or null' })
    .nullable()
    .default(null),
});

export type ReportSection = z.output<typeof reportSchema>;
