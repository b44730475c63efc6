const pattern = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** Names that would collide, with folders in `.amcl/out` or with projects. */
const reserved = new Set(['engine', 'damage', 'comparison', 'preflight', 'libtensorflow', 'mlflow-server']);

/** What is wrong with the name of an experiment, in words; null when it is a good one. */
export function explainName(name: string): string | null {
  if (reserved.has(name)) return `Expected a name other than ${[...reserved].join(', ')} but received ${name}`;
  if (pattern.test(name)) return null;
  return `Expected lower-case words joined by hyphens, such as cifar10-simclr, as the name of an experiment but received ${JSON.stringify(name)}`;
}
