import { encodedMakers } from './encoded-makers';
import { workBy, type EncodedSetup } from './worker-setup';

/** The program of a worker thread that makes views of encoded images. */
export default workBy(({ split, recipe }: EncodedSetup) => encodedMakers(split, recipe));
