import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';

const only = (sourceTag, ...onlyDependOnLibsWithTags) => ({ sourceTag, onlyDependOnLibsWithTags });

/** Layers, from the ground up: each may import itself and what lies below it (docs/architecture.md). */
const layers = [
  only('type:foundation', 'type:foundation'),
  only('type:driver', 'type:foundation', 'type:driver'),
  only('type:kernel', 'type:foundation', 'type:kernel'),
  only('type:display', 'type:foundation', 'type:driver', 'type:display'),
  only('type:observer', 'type:foundation', 'type:driver', 'type:observer'),
  only('type:stage', 'type:foundation', 'type:driver', 'type:kernel', 'type:display', 'type:observer'),
  only('type:app', 'type:foundation', 'type:driver', 'type:kernel', 'type:display', 'type:observer', 'type:tool'),
  only('type:tool', 'type:foundation', 'type:driver', 'type:kernel', 'type:display', 'type:observer', 'type:tool'),
  only('type:experiment', 'scope:experiment', 'type:experiment'),
];

/** Kernels that must know nothing of each other. */
const owners = [
  only('scope:losses', 'scope:losses', 'scope:engine', 'scope:parity', 'type:foundation'),
  only('scope:models', 'scope:models', 'scope:engine', 'type:foundation'),
  only('scope:augmentation', 'scope:augmentation', 'scope:random', 'type:foundation'),
  only('scope:optim', 'scope:optim', 'scope:engine', 'type:foundation'),
];

const boundaries = (...allow) => ['error', { allow, depConstraints: [...layers, ...owners] }];

export default tseslint.config(
  { ignores: ['.nx', '.amcl', 'dist', '**/node_modules'] },
  {
    files: ['**/*.{ts,mts}'],
    extends: [...tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    plugins: { '@nx': nx },
    rules: {
      '@nx/enforce-module-boundaries': boundaries(),
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
    },
  },
  // An experiment extends a recipe of _base or another experiment by its path; of the libraries it may import only the schema.
  {
    files: ['pipelines/**/*.ts'],
    rules: { '@nx/enforce-module-boundaries': boundaries('^([.][.]/){1,2}([^./]+/){0,2}[^./]+$') },
  },
);
