export { permutation } from './permutation';
export { randomStream, type RandomStream } from './random-stream';
