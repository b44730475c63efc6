/** The part of npm's own configuration reader that is used here; the package brings no types. */
declare module '@npmcli/config' {
  interface ConfigOptions {
    readonly definitions: object;
    readonly shorthands: object;
    readonly flatten: object;
    readonly npmPath: string;
    readonly argv: readonly string[];
    readonly env: NodeJS.ProcessEnv;
  }

  class Config {
    constructor(options: ConfigOptions);
    load(): Promise<void>;
    /** Settings under the names that npm's libraries take as options. */
    readonly flat: Readonly<Record<string, unknown>>;
  }

  export = Config;
}

declare module '@npmcli/config/lib/definitions/index.js' {
  const all: { readonly definitions: object; readonly shorthands: object; readonly flatten: object };
  export = all;
}
