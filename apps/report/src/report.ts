import { join } from 'node:path';
import { plotFiles } from '@amcl/reporting';
import type { ReportResult } from '@amcl/results';
import { runPaths, type InputName, type SummaryStage } from '@amcl/stage';
import { buildReport } from './build-report';
import { readData } from './read-data';

const FILE = 'report.html';

/** Stage report: what the experiment was, what it came from and what came out, as one HTML file. */
export const report: SummaryStage<'report', InputName, ReportResult> = {
  name: 'report',
  section: 'report',
  reads: ['ingest', 'augment', 'pretrain', 'linear-probe'],
  usesEngine: false,
  summarize: async (section, runs, context) => {
    const { output, workspace, experiment, emit } = context;
    const page = await buildReport(await readData(section, runs, context));
    await output.write(FILE, page);
    for (const { name, svg } of plotFiles(page)) await output.write(`plots/${name}.svg`, svg);
    // The file moves there when the stage ends: this is the last that it says.
    emit({ kind: 'message', level: 'info', text: join(runPaths(workspace).output(experiment, 'report'), FILE) });
    return { result: { html: FILE } };
  },
};
