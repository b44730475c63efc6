import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspaceProjects } from '@amcl/sources';
import ts from 'typescript';

/** What may stand at the level of a module and does nothing until it is used. */
const DECLARATIONS = new Set([
  ts.SyntaxKind.ImportDeclaration,
  ts.SyntaxKind.ExportDeclaration,
  ts.SyntaxKind.ExportAssignment,
  ts.SyntaxKind.VariableStatement,
  ts.SyntaxKind.FunctionDeclaration,
  ts.SyntaxKind.ClassDeclaration,
  ts.SyntaxKind.InterfaceDeclaration,
  ts.SyntaxKind.TypeAliasDeclaration,
  ts.SyntaxKind.ModuleDeclaration,
  ts.SyntaxKind.EnumDeclaration,
]);

/**
 * Modules of packages that say `"sideEffects": false` and do something when they are loaded, as `file:line: what it is`: what reruns looks through
 * the indexes of such packages (`@amcl/sources`), so a module that nobody takes a name of must not matter. Workers are programs of their own.
 */
export function findSideEffects(workspace: string): string[] {
  const pure = workspaceProjects(workspace).filter((project) => project.pure);
  return pure.flatMap(({ root }) => modulesOf(workspace, root).flatMap((file) => effectsOf(workspace, file)));
}

function modulesOf(workspace: string, root: string): string[] {
  return readdirSync(join(workspace, root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter(
      (name) => name.endsWith('.ts') && !/\.(spec|d)\.ts$|(^|\/)testing\/|-worker\.ts$|(^|\/)main\.ts$/.test(name),
    )
    .map((name) => `${root}/src/${name}`);
}

function effectsOf(workspace: string, file: string): string[] {
  const tree = ts.createSourceFile(file, readFileSync(join(workspace, file), 'utf8'), ts.ScriptTarget.Latest);
  return tree.statements.flatMap((statement) => {
    const bare = ts.isImportDeclaration(statement) && statement.importClause === undefined;
    if (DECLARATIONS.has(statement.kind) && !bare) return [];
    const line = tree.getLineAndCharacterOfPosition(statement.getStart(tree)).line + 1;
    return [`${file}:${line}: ${statement.getText(tree).split('\n')[0]}`];
  });
}
