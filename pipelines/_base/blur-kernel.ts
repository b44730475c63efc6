/** The side of the blur's kernel for a view, in pixels: a tenth of the view's (arXiv 2002.05709, appendix A), odd. */
export function blurKernel(view: number): number {
  return 2 * Math.round((view / 10 - 1) / 2) + 1;
}
