import { z } from 'zod';

/** What `report` hands on. */
export const reportResultSchema = z.strictObject({ html: z.string() });

export type ReportResult = z.infer<typeof reportResultSchema>;
