import { columns, html, settingsCard, type Section } from '@amcl/reporting';
import type { ReportData } from './report-data';

/** The settings with every default spelled out. */
export function experimentSection({ experiment, seed, sections }: ReportData): Section {
  const cards = sections.map(({ name, settings }) => settingsCard(name, settings));
  return {
    id: 'experiment',
    heading: 'Experiment',
    body: html`<p><code>${experiment}</code> with seed ${seed}, every default spelled out.</p>
      ${columns(cards)}`,
  };
}
