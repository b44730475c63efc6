export { ntXent } from './nt-xent';
