// One of ../experiments.ts; made by npm run generate.
import experiments from '../experiments';

export default experiments['reach-longer-moco-amcl']!;
