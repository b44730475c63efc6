import { UserError } from '@amcl/artifacts';

const UNITS: Readonly<Record<string, number>> = { '': 1, K: 1e3, M: 1e6, G: 1e9, T: 1e12 };

/**
 * Bytes of `500MB`, `20GB`, `1.5 TB` or a bare number of bytes; units are powers of 1000.
 * @throws UserError of anything else, and of 0
 */
export function parseSize(text: string): number {
  const match = /^(\d+(?:\.\d+)?) ?([KMGT]?)B?$/i.exec(text.trim());
  const bytes = Math.round(Number(match?.[1]) * (UNITS[match?.[2]?.toUpperCase() ?? ''] ?? NaN));
  if (bytes > 0) return bytes;
  throw new UserError(`Expected a size like 500MB or 20GB but received ${text}`);
}
