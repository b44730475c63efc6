import { expect, it } from 'vitest';
import { workspacePackage } from '../workspace-package';
import { codeowners } from './codeowners';
import { parseOwners, type Owners } from './owners';

const library = (name: string, ...tags: string[]) =>
  workspacePackage(`libs/${name}`, { name: `@x/${name}`, nx: { tags: [`scope:${name}`, 'type:kernel', ...tags] } });
const owners: Owners = { workspace: '@x/all', scopes: { losses: '@x/kernels', data: '@x/data @someone' } };

it('has a line a package, after one for all the rest', () => {
  expect(codeowners([library('data'), library('losses')], owners)).toBe(`\
# Made of the scope: tags and .github/owners.json by: npm run generate
*             @x/all
/libs/data/   @x/data @someone
/libs/losses/ @x/kernels
`);
});

it('names a scope that has no owner, and an owner that has no scope', () => {
  expect(() => codeowners([library('data'), library('losses'), library('models')], owners)).toThrow(
    'libs/models/package.json: scope:models has no owner. Add "models": "@org/team" to scopes in .github/owners.json',
  );
  expect(() => codeowners([library('data')], owners)).toThrow('no package is tagged scope:losses');
});

it.each(['kernels', '@', '', 3])('refuses %j as an owner', (owner) => {
  const text = JSON.stringify({ ...owners, scopes: { losses: owner } });
  expect(() => parseOwners(text)).toThrow(/expected GitHub handles such as @org\/team for losses/);
});

it('refuses a package without a scope, or with two', () => {
  expect(() => workspacePackage('libs/a', { name: 'a' })).toThrow(
    'expected one tag scope:... in nx.tags but received none',
  );
  expect(() => library('a', 'scope:b')).toThrow('received scope:a, scope:b');
});
