/** The modules that a runtime brings along, where it has them: no import, which a bundler for Workers would follow. */

type GetBuiltinModule = typeof globalThis.process.getBuiltinModule;

/** Gives the modules of Node.js by name, in Node.js, Bun and Deno; `undefined` where there is no disk. */
export function builtinModules(): GetBuiltinModule | undefined {
  // Workers have a file system of that name, in memory.
  if (globalThis.navigator?.userAgent === "Cloudflare-Workers") return undefined;
  return globalThis.process?.getBuiltinModule?.bind(globalThis.process);
}

/** `node:fs`. */
export type FS = ReturnType<typeof globalThis.process.getBuiltinModule<"node:fs">>;
/** `node:path`. */
export type Path = ReturnType<typeof globalThis.process.getBuiltinModule<"node:path">>;
