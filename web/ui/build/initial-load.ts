// Keeps the first visit quick: measures, gzipped, all that the browser fetches before the dashboard's figures stand (the
// page, its scripts and styles, the dashboard's own), and fails the build when it has grown beyond the limit. Charts are
// fetched after that and not counted here; they have a limit of their own.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { gzipSync } from "node:zlib";
import type { Plugin, Rolldown } from "vite";

export interface Limits {
  /** In bytes, gzipped. */
  readonly initial: number;
  readonly later: number;
  /** Parts that are worth more, by the end of the path of the module that is fetched: each with a limit of its own. */
  readonly worth?: Readonly<Record<string, number>>;
}

type Chunk = Rolldown.OutputChunk & { readonly viteMetadata?: { readonly importedCss?: ReadonlySet<string> } };

/** `screen`: the module of the screen that the first visit shows, as its path ends. */
export function initialLoad(screen: string, limits: Limits): Plugin {
  return {
    name: "initial-load",
    apply: "build",
    generateBundle: {
      order: "post",
      handler(_, bundle) {
        const size = (file: string) => {
          const output = bundle[file];
          const source = output?.type === "chunk" ? output.code : (output?.source ?? readFileSync(resolve("public", file)));
          return gzipSync(source, { level: 6 }).length;
        };
        const chunks = Object.values(bundle).filter((output): output is Chunk => output.type === "chunk");
        const first = chunks.filter((chunk) => chunk.isEntry || chunk.facadeModuleId?.endsWith(screen));
        if (!first.some((chunk) => chunk.facadeModuleId?.endsWith(screen))) this.error(`No chunk of ${screen}: is it still a screen that is loaded by itself?`);
        const files = withImports(first, bundle);
        files.add("theme.js");
        const initial = [...files].reduce((sum, file) => sum + size(file), 0);
        const rest = withImports(chunks, bundle);
        const later = [...rest].filter((file) => !files.has(file)).map((file) => ({ file, bytes: size(file) }));
        const limitOf = (file: string) => {
          const output = bundle[file];
          const module = output?.type === "chunk" ? (output.facadeModuleId ?? "") : "";
          return Object.entries(limits.worth ?? {}).find(([end]) => module.endsWith(end))?.[1] ?? limits.later;
        };
        const largest = later.reduce((a, b) => (b.bytes > a.bytes ? b : a), { file: "nothing", bytes: 0 });
        this.info(`first visit ${kilobytes(initial)} gzipped of at most ${kilobytes(limits.initial)}; largest part fetched later ${kilobytes(largest.bytes)}`);
        if (initial > limits.initial) {
          const parts = [...files].map((file) => `${file} ${kilobytes(size(file))}`).join(", ");
          this.error(`The first visit loads ${kilobytes(initial)} gzipped, more than ${kilobytes(limits.initial)}: ${parts}. Load what is not needed at once with import().`);
        }
        for (const { file, bytes } of later)
          if (bytes > limitOf(file)) this.error(`${file} has ${kilobytes(bytes)} gzipped, more than ${kilobytes(limitOf(file))} for a part that is fetched later.`);
      },
    },
  };
}

function withImports(from: readonly Chunk[], bundle: Rolldown.OutputBundle): Set<string> {
  const files = new Set<string>();
  const visit = (chunk: Chunk) => {
    if (files.has(chunk.fileName)) return;
    files.add(chunk.fileName);
    for (const css of chunk.viteMetadata?.importedCss ?? []) files.add(css);
    for (const name of chunk.imports) {
      const imported = bundle[name];
      if (imported?.type === "chunk") visit(imported as Chunk);
    }
  };
  from.forEach(visit);
  return files;
}

const kilobytes = (bytes: number) => `${(bytes / 1024).toFixed(1)} KB`;
