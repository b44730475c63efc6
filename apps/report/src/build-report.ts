import { page } from '@amcl/reporting';
import { describeMethod } from '@amcl/results';
import { classesSection } from './classes-section';
import { costSection } from './cost-section';
import { experimentSection } from './experiment-section';
import { featuresSection } from './features-section';
import { whole } from './format';
import { provenanceSection } from './provenance-section';
import type { ReportData } from './report-data';
import { resultSection } from './result-section';
import { runsSection } from './runs-section';
import { similaritySection } from './similarity-section';
import { trainingSection } from './training-section';
import { viewsSection } from './views-section';

/** The report as an HTML document of one file. The same data gives the same bytes. */
export async function buildReport(data: ReportData): Promise<string> {
  return page({
    title: data.title,
    lead: lead(data),
    sections: [
      resultSection(data),
      await runsSection(data),
      await trainingSection(data),
      await similaritySection(data),
      featuresSection(data),
      await classesSection(data),
      viewsSection(data),
      await costSection(data),
      experimentSection(data),
      provenanceSection(data),
    ].filter((section) => section !== null),
  });
}

function lead({ pretrain, ingest, probe }: ReportData): string {
  const { name, stem, width } = pretrain.network.encoder;
  const { train, test } = ingest.splits;
  const measured =
    probe.data === null
      ? `${whole(test.count)} others`
      : `${whole(probe.data.splits.test.count)} images of ${probe.data.dataset}`;
  return (
    `${describeMethod(pretrain.network)}, ${name} (${stem} stem, width ${width}, ${whole(pretrain.features)} features), ` +
    `${whole(pretrain.epochs)} epochs on ${whole(train.count)} images of ${ingest.dataset}, measured on ${measured}.`
  );
}
