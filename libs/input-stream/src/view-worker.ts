import { pixelMakers } from './pixel-makers';
import { workBy, type PixelSetup } from './worker-setup';

/** The program of a worker thread that makes views of pixels, apart from that of encoded images, which loads much more. */
export default workBy(({ split, recipe }: PixelSetup) => pixelMakers(split, recipe));
