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

/** `58 s`, `4 min 40 s`, `2 h 5 min` */
export function duration(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const all = Math.round(seconds);
  const [hours, minutes] = [Math.floor(all / 3600), Math.floor((all % 3600) / 60)];
  if (hours > 0) return `${hours} h ${minutes} min`;
  return minutes > 0 ? `${minutes} min ${all % 60} s` : `${all} s`;
}

/** The first and last digits of a sha256. */
export function shortDigest(digest: string): string {
  return digest.slice(0, 12);
}
