/** Python's `round`: a half goes to the even neighbour. So torchvision places and sizes its crops. */
export function roundHalfEven(value: number): number {
  const rounded = Math.round(value);
  return rounded - value === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}
