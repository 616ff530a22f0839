/** An exported declaration, or a public member of one. */
export interface Declaration {
  /** Its name; a member's is `Owner.member`. */
  readonly name: string;
  /** The line number, from 1. */
  readonly line: number;
  /** The doc comment directly above it; undefined without one. */
  readonly comment: string | undefined;
  /** True for a member with a question mark, which may be left out. */
  readonly optional: boolean;
}

const EXPORT =
  /^export (?:declare )?(?:abstract )?(?:async )?(?<kind>function\*?|class|interface|type|const|let|enum) (?<name>[A-Za-z_$][\w$]*)/;
/**
 * A member. Private names, setters and constructors are none, nor are overrides, which inherit
 * their comment.
 */
const MEMBER =
  /^ *(?:(?:readonly|static|async|abstract|get|protected) )*(?!constructor\b|set |private |override |return\b)(?<name>[A-Za-z_$][\w$]*)(?<optional>\??)!?(?:[(<:;]| = )/;

/** The members of a declaration: their indentation by the formatter, and the line after them. */
interface Body {
  readonly owner: string;
  readonly indent: RegExp;
  readonly end: RegExp;
}

/**
 * Lists the exported declarations of a TypeScript file, and the members of exported interfaces,
 * classes and object types. It reads the file by lines, since the linter holds the formatter's
 * layout. Members of a type on one line are described by the type's own comment.
 */
export function exportedDeclarations(text: string): Declaration[] {
  const lines = text.split("\n");
  const found: Declaration[] = [];
  let body: Body | undefined;
  for (const [index, line] of lines.entries()) {
    const exported = EXPORT.exec(line)?.groups;
    const member = body?.indent.test(line) ? MEMBER.exec(line)?.groups : undefined;
    const name = exported?.name ?? (member === undefined ? undefined : `${body?.owner}.${member.name}`);
    // Overloads share the first one's comment.
    if (name !== undefined && found.at(-1)?.name !== name) {
      const optional = member?.optional === "?";
      found.push({ name, line: index + 1, comment: commentAbove(lines, index), optional });
    }
    if (exported !== undefined) body = bodyOf(exported, line);
    else if (body?.end.test(line)) body = undefined;
  }
  return found;
}

/** The first line of an exported function or arrow function, or of a method. */
const FUNCTION = /^export (?:async )?function|^export const .* =>(?: [({])?$|^ {2}(?:\w+ )*\w+[(<]/;

/**
 * Lists the errors that exported functions and methods throw themselves, but that the tag `throws`
 * of their comment does not name: `f: RangeError`.
 */
export function undocumentedThrows(text: string): string[] {
  const lines = text.split("\n");
  return exportedDeclarations(text).flatMap(({ name, line, comment = "" }) => {
    const first = lines[line - 1] ?? "";
    if (!FUNCTION.test(first) || /[;}]$/.test(first)) return [];
    const end = `${/^\s*/.exec(first)?.[0]}}`;
    const length = lines.slice(line).findIndex((one) => one.startsWith(end) && !/[({]$/.test(one));
    const body = lines.slice(line, line + length).join("\n");
    const documented = comment.slice(comment.search(/@throws\b/));
    const thrown = new Set([...body.matchAll(/\bthrow new (\w+)/g)].map((match) => match[1] ?? ""));
    return [...thrown]
      .filter((error) => !new RegExp(`@throws [^]*\\b${error}\\b`).test(documented))
      .map((error) => `${name}: ${error}`);
  });
}

/** A field with a default, or none, on its own line. */
const OPTIONAL_FIELD = /\.(?:optional\(\)|(?:default|prefault)\(.*\)),$/;

/**
 * Lists the fields of zod's objects in a file: the settings of a platform. The discriminator `kind`
 * has its meaning from the schema's comment.
 */
export function schemaFields(text: string): Declaration[] {
  const lines = text.split("\n");
  return lines.flatMap((opening, first) => {
    if (!opening.endsWith("strictObject({")) return [];
    const indent = " ".repeat(opening.search(/\S/));
    const length = lines.slice(first).findIndex((line) => line.startsWith(`${indent}}`));
    return lines.slice(first, first + length).flatMap((line, index) => {
      const name = line.startsWith(`${indent}  `)
        ? /^(\w+): (?!z\.literal)/.exec(line.trimStart())?.[1]
        : undefined;
      if (name === undefined || line.search(/\S/) !== indent.length + 2) return [];
      const at = first + index;
      return [{ name, line: at + 1, comment: commentAbove(lines, at), optional: OPTIONAL_FIELD.test(line) }];
    });
  });
}

function bodyOf({ kind = "", name = "" }: Readonly<Record<string, string>>, line: string): Body | undefined {
  if (!/class|interface|type/.test(kind) || /[;}]$/.test(line)) return undefined;
  if (kind !== "type" || /[{[]$/.test(line)) return { owner: name, indent: /^ {2}\w/, end: /^[}\]]/ };
  // A union: each variant's members are indented further.
  return { owner: name, indent: /^ {6}\w/, end: /^ {0,4}\S.*;$/ };
}

function commentAbove(lines: readonly string[], index: number): string | undefined {
  if (!lines[index - 1]?.endsWith("*/")) return undefined;
  let first = index - 1;
  while (first > 0 && !/^\s*\/\*/.test(lines[first] ?? "")) first--;
  return /^\s*\/\*\*/.test(lines[first] ?? "") ? lines.slice(first, index).join("\n") : undefined;
}
