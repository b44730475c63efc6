// The kinds of images. Where a work's images are of one, the code of the other is none of its (`choicesOf` of libs/stage), so nothing but kinds is
// passed on here.
export { encoded } from './encoded-kind';
export { pixels } from './pixels-kind';
