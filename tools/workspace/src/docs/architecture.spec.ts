import { expect, it } from 'vitest';
import { workspacePackage } from '../workspace-package';
import { architecture } from './architecture';
import { reduceEdges } from './reduce-edges';

const one = (root: string, layer: string, ...dependencies: string[]) =>
  workspacePackage(root, {
    name: `@x/${root.split('/')[1] ?? ''}`,
    nx: { tags: ['scope:x', `type:${layer}`] },
    dependencies: Object.fromEntries(dependencies.map((name) => [`@x/${name}`, '*'])),
  });
const packages = [
  one('apps/train', 'app', 'base', 'loss-es', 'models'),
  one('libs/base', 'foundation'),
  one('libs/loss-es', 'kernel', 'base', 'npm'),
  one('libs/models', 'kernel', 'base'),
];
const layers = ['foundation', 'kernel', 'tool', 'app'];
const text = (...rows: string[]) => `# Before
<!-- layers: npm run generate -->
| layer | what | projects |
| --- | --- | --- |
${rows.join('\n')}
<!-- /layers -->
between
<!-- graph: npm run generate -->
old
<!-- /graph -->
after
`;

it('fills the table, and draws the graph without the arrows that follow from others', () => {
  const rows = ['| foundation | the ground | old |', '| kernel | numbers | |', '| app, tool | programs | |'];
  const made = architecture(text(...rows), packages, layers);
  expect(made).toBe(`# Before
<!-- layers: npm run generate -->
| layer | what | projects |
| --- | --- | --- |
| foundation | the ground | base |
| kernel | numbers | loss-es, models |
| app, tool | programs | apps/train |
<!-- /layers -->
between
<!-- graph: npm run generate -->
\`\`\`mermaid
flowchart TB
  subgraph app
    apps_train["apps/train"]
  end
  subgraph tool
  end
  subgraph kernel
    libs_loss_es["loss-es"]
    libs_models["models"]
  end
  subgraph foundation
    libs_base["base"]
  end
  apps_train --> libs_loss_es & libs_models
  libs_loss_es --> libs_base
  libs_models --> libs_base
\`\`\`
<!-- /graph -->
after
`);
  expect(architecture(made, packages, layers)).toBe(made);
});

it('refuses a table with a row too few or too many, and a document without markers', () => {
  const rows = ['| foundation | | |', '| kernel | | |'];
  expect(() => architecture(text(...rows), packages, layers)).toThrow('lacks tool, app. Add a row');
  expect(() => architecture(text(...rows, '| stage | | |'), packages, layers)).toThrow('has stage, which');
  expect(() => architecture('', packages, layers)).toThrow('expected the markers <!-- layers: npm run generate -->');
});

it('names a circle', () => {
  const edges = new Map(Object.entries({ a: ['b'], b: ['c'], c: ['b'] }));
  expect(() => reduceEdges(edges)).toThrow('a -> b -> c -> b');
});
