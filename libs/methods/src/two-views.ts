/** @throws naming the method when it is not given the two views (or their features) that it compares */
export function twoViews<T>(method: string, views: readonly T[]): readonly [T, T] {
  const [first, second, ...more] = views;
  if (first === undefined || second === undefined || more.length > 0)
    throw new Error(`Expected 2 views for ${method} but received ${views.length}`);
  return [first, second];
}
