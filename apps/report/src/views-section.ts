import { figure, grid, html, pngImage, settingsCard, type Section } from '@amcl/reporting';
import { whole } from './format';
import type { ReportData } from './report-data';

/** Contact sheets of the views, and their statistics. */
export function viewsSection({ augment: { statistics }, sheets }: ReportData): Section {
  const { mean, std, shares, images, views } = statistics;
  const list = (values: readonly number[]): string => values.map((value) => value.toFixed(4)).join('  ');
  const entries = [
    ['views', `${whole(views)} of ${whole(images)} images`],
    ['mean of red, green, blue', list(mean)],
    ['deviation', list(std)],
    ...Object.entries(shares).map(([name, share]) => [`share with ${name}`, `${(100 * share).toFixed(1)} %`] as const),
  ] as const;
  return {
    id: 'views',
    heading: 'Views',
    body: html`<p>What the network is shown: rows are images, columns are views of them.</p>
      ${grid([
        ...sheets.map(({ title, png }) => figure(title, pngImage(png, `Contact sheet of views: ${title}`))),
        settingsCard('Statistics before normalisation', entries),
      ])}`,
  };
}
