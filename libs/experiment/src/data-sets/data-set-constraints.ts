import { atMost, type Constraint } from '../constraint';
import type { Experiment } from '../experiment-schema';
import { countImages } from './count-images';
import { dataSets, type DataSetFacts } from './facts';
import type { DatasetSection } from './index';

/** Of a data set that an experiment has at `path`; null where it has none. */
export function dataSetConstraints(
  path: string,
  sectionOf: (experiment: Experiment) => DatasetSection | null,
): Constraint[] {
  const unlimited = (experiment: Experiment) => {
    const section = sectionOf(experiment);
    return section === null ? null : countImages({ ...section, limit: null });
  };
  return [
    {
      path: `${path}.holdOut`,
      against: [`${path}.name`],
      violated: (experiment) => {
        const section = sectionOf(experiment);
        if (section === null) return null;
        const { classes }: DataSetFacts = dataSets[section.name];
        const { train } = countImages({ ...section, limit: null, holdOut: null });
        if (section.name === 'folder' && section.test === null && section.holdOut === null)
          return `a number of images, as ${path}.test is null and there is nothing else to measure on`;
        const most = train === null || classes === null ? Infinity : train - classes;
        return (section.holdOut ?? 0) > most
          ? `at most ${most}, so that an image of each class is left to train on`
          : null;
      },
    },
    atMost(
      `${path}.limit.train`,
      [`${path}.holdOut`, `${path}.name`],
      (experiment) => sectionOf(experiment)?.limit?.train ?? 0,
      (experiment) => unlimited(experiment)?.train ?? Infinity,
      `what ${path}.holdOut leaves of the training images`,
    ),
    atMost(
      `${path}.limit.test`,
      [`${path}.holdOut`, `${path}.name`],
      (experiment) => sectionOf(experiment)?.limit?.test ?? 0,
      (experiment) => unlimited(experiment)?.test ?? Infinity,
      `the images that are held out (${path}.holdOut)`,
    ),
  ];
}
