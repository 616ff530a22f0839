import { dirname, join, normalize } from "node:path";
import type { ProjectSource } from "./project-sources.ts";

const EXPORT =
  /^export (?:default )?(?:abstract )?(?:async )?(?<kind>function\*?|class|interface|type|const|let|enum) (?<name>[A-Za-z_$][\w$]*)/gm;
const NAMED_IMPORT =
  /(?:^import|^export|^} from|\bimport)\s+(?:type\s+)?(?:\w+,\s*)?\{([^}]*)\}\s*from\s*"(\.[^"]+)"/gm;
const NAMESPACE_IMPORT = /^import\s+(?:type\s+)?\*\s+as\s+(\w+)\s+from\s*"(\.[^"]+)"/gm;
const DYNAMIC_MEMBER = /\(await import\("(\.[^"]+)"\)\)\.(\w+)/g;
const DYNAMIC_IMPORT = /\{([^{}]*)\}\s*=\s*await import\("(\.[^"]+)"\)/g;

/**
 * Lists the exports that no other file imports: `aws/regions.ts: Region`. A type that its own file
 * mentions again belongs to the signature of another export, so it is none.
 */
export function deadExports(sources: readonly ProjectSource[]): string[] {
  const imported = new Set(sources.flatMap(importsIn));
  return sources.flatMap(({ file, text }) =>
    [...text.matchAll(EXPORT)].flatMap(({ groups: { kind = "", name = "" } = {} }) => {
      const key = `${file}: ${name}`;
      const isType = kind === "interface" || kind === "type";
      return imported.has(key) || (isType && mentions(text, name) > 1) ? [] : [key];
    }),
  );
}

function importsIn({ file, text }: ProjectSource): string[] {
  const path = (from = "") => normalize(join(dirname(file), from));
  const named = [...text.matchAll(NAMED_IMPORT), ...text.matchAll(DYNAMIC_IMPORT)].flatMap(
    ([, names = "", from]) =>
      names.split(",").map((name) => `${path(from)}: ${name.trim().replace(/^type |(?: as |:).*$/g, "")}`),
  );
  const members = [...text.matchAll(NAMESPACE_IMPORT)].flatMap(([, namespace = "", from]) =>
    [...text.matchAll(new RegExp(`\\b${namespace}\\.(\\w+)`, "g"))].map(
      ([, name]) => `${path(from)}: ${name}`,
    ),
  );
  const dynamic = [...text.matchAll(DYNAMIC_MEMBER)].map(([, from, name]) => `${path(from)}: ${name}`);
  return [...named, ...members, ...dynamic];
}

/** Counts a name's occurrences as a word, except in comments. */
function mentions(text: string, name: string): number {
  const code = text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, "");
  return code.match(new RegExp(`(?<![\\w$])${name}(?![\\w$])`, "g"))?.length ?? 0;
}
