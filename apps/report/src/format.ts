const MINUS = '−';
const GROUPS = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** `89.93 %`, with a space that does not break. */
export function percent(value: number): string {
  return `${value.toFixed(2)}\u00a0%`;
}

/** A difference of two percentages: `+3.10`, `−0.20`. */
export function points(difference: number): string {
  const size = Math.abs(difference).toFixed(2);
  if (Number(size) === 0) return size;
  return `${difference > 0 ? '+' : MINUS}${size}`;
}

/** `12,345` */
export function whole(value: number): string {
  return GROUPS.format(value);
}

/** The first and last digits of a sha256. */
export function shortDigest(digest: string): string {
  return digest.slice(0, 12);
}
