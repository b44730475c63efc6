/** The server's limits of a parameter, in characters. */
const KEY = 250;
const VALUE = 6000;

/**
 * Settings as MLflow's parameters: `{ optimizer: { lr: 0.06 } }` -> `{ 'pretrain.optimizer.lr': '0.06' }`. Lists are JSON, and
 * what is longer than the server takes is cut.
 * @param prefix of every name, without a dot at its end; empty for none
 */
export function flatten(value: unknown, prefix = ''): Record<string, string> {
  if (value !== null && typeof value === 'object' && !Array.isArray(value)) {
    const parts = Object.entries(value).map(([name, inner]) =>
      flatten(inner, prefix === '' ? name : `${prefix}.${name}`),
    );
    return Object.assign({}, ...parts) as Record<string, string>;
  }
  const text = typeof value === 'string' ? value : JSON.stringify(value ?? null);
  return { [metricName(prefix)]: text.length > VALUE ? `${text.slice(0, VALUE - 1)}…` : text };
}

/** A name that the server takes for a metric, parameter or tag. */
export function metricName(name: string): string {
  return name.replace(/[^\w./:\- ]/g, '_').slice(0, KEY);
}
