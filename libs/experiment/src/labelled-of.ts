/** How many of the `images` of a class keep their labels (`linearProbe.labels`): the share, rounded, at least one where there is one. */
export function labelledOf(images: number, share: number): number {
  return Math.min(images, Math.max(1, Math.round(share * images)));
}
