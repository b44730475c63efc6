import { join } from 'node:path';
import { UserError } from '@amcl/artifacts';
import ts from 'typescript';

/** What is compiled, and where to. All paths are absolute. */
export interface Compilation {
  readonly workspace: string;
  readonly src: string;
  /** Relative to `src`. */
  readonly files: readonly string[];
  readonly out: string;
  /** The declarations of each module of this workspace that may be imported, as it is published: `@amcl/engine/tuning` -> file. */
  readonly declarations: ReadonlyMap<string, string>;
}

/** Compiles libraries one after the other; what they have in common, the types of Node and npm's packages, is parsed once. */
export class Compiler {
  private readonly parsed = new Map<string, ts.SourceFile | undefined>();

  /**
   * CommonJS with declarations and source maps that hold their sources. A library is compiled against the declarations of those it
   * depends on, as they are published: what is not exported there is an error here.
   *
   * @throws UserError with the compiler's own lines
   */
  compile({ workspace, src, files, out, declarations }: Compilation): void {
    const config = join(workspace, 'tsconfig.base.json');
    const { options } = ts.parseJsonConfigFileContent(
      ts.readConfigFile(config, (file) => ts.sys.readFile(file)).config,
      ts.sys,
      workspace,
    );
    const program = ts.createProgram({
      rootNames: files.map((file) => join(src, file)),
      options: {
        ...options,
        noEmit: false,
        declaration: true,
        sourceMap: true,
        inlineSources: true,
        rootDir: src,
        outDir: out,
        paths: Object.fromEntries([...declarations].map(([module, file]) => [module, [file]])),
        typeRoots: [join(workspace, 'node_modules/@types')],
      },
      host: this.host(),
    });
    const problems = ts.getPreEmitDiagnostics(program);
    const { diagnostics } = problems.length > 0 ? { diagnostics: problems } : program.emit();
    if (diagnostics.length > 0) {
      const format = {
        getCurrentDirectory: () => workspace,
        getCanonicalFileName: (name: string) => name,
        getNewLine: () => '\n',
      };
      throw new UserError(`${src} does not compile:\n${ts.formatDiagnostics(diagnostics, format)}`);
    }
  }

  private host(): ts.CompilerHost {
    const host = ts.createCompilerHost({});
    return {
      ...host,
      getSourceFile: (file, version, ...rest) => {
        if (!file.includes('/node_modules/')) return host.getSourceFile(file, version, ...rest);
        // A file is ESM or CommonJS by its package.json, whoever imports it, so its parsed form serves every program.
        if (!this.parsed.has(file)) this.parsed.set(file, host.getSourceFile(file, version, ...rest));
        return this.parsed.get(file);
      },
    };
  }
}
