import type { TargetConfiguration } from '@nx/devkit';
import type { Inputs } from '../code-inputs';
import type { TestClosure } from './closure-of-tests';

/** The package whose presence in a closure means that numbers come from the engine. */
const ENGINE = 'libs/engine';

/** Another Node or platform may decide otherwise. */
const PLATFORM = 'node -p "process.version + process.platform + process.arch"';

/** The cached target that runs the specs of the package in `root`, and leaves their counts in {@link reportOf}. */
export function testTarget(root: string, closure: TestClosure, locked: ReadonlySet<string>): TargetConfiguration {
  const usesEngine = closure.roots.includes(ENGINE);
  return {
    executor: 'nx:run-commands',
    cache: true,
    inputs: [...filesOf(root, closure), ...toolsOf(closure, locked), ...(usesEngine ? engineInputs : [])],
    outputs: [`{workspaceRoot}/${reportOf(root)}`],
    options: {
      command: `vitest run ${root}/src/ --reporter=default --reporter=json --outputFile.json=${reportOf(root)}`,
      cwd: '{workspaceRoot}',
    },
    // The specs open the engine; they do not fetch it.
    ...(usesEngine ? { dependsOn: ['libtensorflow:provide'] } : {}),
  };
}

/** Vitest's JSON report of a package's last run, relative to the workspace root. */
export function reportOf(root: string): string {
  return `.amcl/tests/${root}.json`;
}

/**
 * All files of every package that is reached, whatever is imported of it, since a template or a worker may be opened by its path;
 * not its prose, and of other packages not the tests.
 */
function filesOf(root: string, { roots, withTesting }: TestClosure): Inputs {
  const helpers = roots.filter((project) => !withTesting.includes(project));
  return [
    ...roots.map((project) => `{workspaceRoot}/${project}/**/*`),
    ...roots.map((project) => `!{workspaceRoot}/${project}/**/*.md`),
    ...roots.filter((project) => project !== root).map((project) => `!{workspaceRoot}/${project}/src/**/*.spec.ts`),
    ...helpers.map((project) => `!{workspaceRoot}/${project}/src/testing/**/*`),
  ];
}

function toolsOf({ packages }: TestClosure, locked: ReadonlySet<string>): Inputs {
  return [
    '{workspaceRoot}/vitest.config.mts',
    '{workspaceRoot}/tsconfig.json',
    '{workspaceRoot}/tsconfig.base.json',
    { json: '{workspaceRoot}/package.json', fields: ['workspaces'] }, // by which packages are found
    { runtime: PLATFORM },
    { externalDependencies: [...new Set([...packages, 'vitest'])].filter((name) => locked.has(name)).sort() },
  ];
}

const engineInputs: Inputs = [
  { dependentTasksOutputFiles: '.amcl/out/engine/engine.json' },
  { env: 'AMCL_BACKEND' },
  { env: 'AMCL_LIBTENSORFLOW' },
];
