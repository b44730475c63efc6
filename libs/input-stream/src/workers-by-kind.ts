// By kind of images. Where a work's images are of one, the code of the other is none of its (`choicesOf` of libs/stage), so nothing else is passed on here.
export { encodedWorker as encoded } from './encoded-worker';
export { pixelWorker as pixels } from './pixel-worker';
