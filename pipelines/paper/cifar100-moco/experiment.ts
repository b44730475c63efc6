// One of ../experiments.ts; made by npm run generate.
import experiments from '../experiments';

export default experiments['cifar100-moco']!;
