import { readFileSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Unnecessary start-up work of cdktf, removed from the bundle: a third of the time of all
 * platforms. The output stays byte-identical (`__tests__/quicker-cdktf.test.ts`). Text that another
 * cdktf version lacks is left alone: slower, but correct. cdktn's files are patched too, under its
 * own name or cdktf's.
 */
export const CDKTF_PATCHES = [
  {
    // With `stackTraces: false` nothing reads the stack trace captured for each token.
    file: /cdkt[fn][\\/]lib[\\/]tokens[\\/]private[\\/]stack-trace\.js$/,
    from: "exports.captureStackTrace = captureStackTrace;",
    to: "exports.captureStackTrace = () => [];",
  },
  {
    // Only assets need archiver, so it is loaded on first use.
    isMissingInCdktn: true,
    file: /cdkt[fn][\\/]lib[\\/]private[\\/]fs\.js$/,
    from: 'const archiver = require("archiver");',
    to: 'const archiver = (...options) => require("archiver")(...options);',
  },
  {
    // Tokens of each element are already resolved, so resolving the whole again changes nothing.
    file: /cdkt[fn][\\/]lib[\\/]terraform-stack\.js$/,
    from: "return (0, _tokens_1.resolve)(this, tf);",
    to: "return Object.keys(this.rawOverrides).length === 0 ? tf : (0, _tokens_1.resolve)(this, tf);",
  },
  {
    // Creates no empty list of aspects for every construct.
    file: /cdkt[fn][\\/]lib[\\/]aspect\.js$/,
    from: "exports.Aspects = Aspects;",
    to: "exports.Aspects = Aspects;\nexports.hasAspects = (scope) => scope[ASPECTS_SYMBOL] !== undefined;",
  },
  {
    file: /cdkt[fn][\\/]lib[\\/]synthesize[\\/]synthesizer\.js$/,
    from: "const aspects = aspect_1.Aspects.of(construct);",
    to: `if (inheritedAspects.length === 0 && !aspect_1.hasAspects(construct)) {
            for (const child of node.children) recurse(child, inheritedAspects);
            return;
        }
        const aspects = aspect_1.Aspects.of(construct);`,
  },
  {
    // Avoids three searches for each resource's six meta-arguments.
    file: /cdkt[fn][\\/]lib[\\/]util\.js$/,
    from: "function snakeCase(str) {",
    to: `const snakes = new Map();
function snakeCase(str) {
    if (!snakes.has(str)) snakes.set(str, searchedSnakeCase(str));
    return snakes.get(str);
}
function searchedSnakeCase(str) {`,
  },
  {
    // Skips the token search for keys without the first characters of a map token.
    file: /cdkt[fn][\\/]lib[\\/]tokens[\\/]private[\\/]encoding\.js$/,
    from: 'typeof x === "string" && TokenString.forMapToken(x).test()',
    to: 'x.includes("&{") && TokenString.forMapToken(x).test()',
  },
  ...[
    // Most values contain no token: they are returned without a search for one.
    {
      from: "const tokenMap = token_map_1.TokenMap.instance();",
      to: `const tokenMap = token_map_1.TokenMap.instance();
const isPlainText = (text) => (/^[\\w .:/,*@-]*$/.test(text) || !/\\{TfToken\\[|e\\+/.test(text)) &&
    text !== token_1.Token.STRING_MAP_TOKEN_VALUE && text !== token_1.Token.ANY_MAP_TOKEN_VALUE;
const isPlain = (value) => typeof value === "string" ? isPlainText(value) :
    typeof value === "number" ? value >= 0 :
    value === undefined || value === null || typeof value === "boolean";
const isRecord = (value) => Object.getPrototypeOf(value) === Object.prototype &&
    typeof value.resolve !== "function" && !isConstruct(value) && Object.keys(value).every(isPlainText);
class Path {
    constructor(above, part) { this.above = above; this.part = part; this.length = above.length + 1; }
    concat([part]) { return new Path(this, part); }
    join(by) { return this.length === 1 ? this.part : this.above.join(by) + by + this.part; }
}
const below = ({ preparing, scope, resolver, previousContext, prefix = [] }, part, value) =>
    resolve(value, { preparing, scope, resolver, previousContext, prefix: new Path(prefix, part) });
const resolveRecord = (record, options) => {
    const result = {};
    for (const key of Object.keys(record)) {
        const value = record[key];
        const resolved = isPlain(value) ? value : below(options, key, value);
        if (resolved !== undefined) result[key] = resolved;
    }
    return result;
};`,
    },
    {
      from: "    const prefix = options.prefix || [];",
      to: `    if (isPlain(obj)) return obj;
    const prefix = options.prefix || [];
    if (typeof obj === "object" && prefix.length <= 200 && isRecord(obj)) return resolveRecord(obj, options);`,
    },
    {
      from: 'const pathName = "/" + prefix.join("/");',
      to: 'const pathName = { toString: () => "/" + prefix.join("/") };',
    },
    {
      from: ".map((x, i) => makeContext(`${i}`)[0].resolve(x))",
      to: ".map((x, i) => isPlain(x) ? x : below(options, `${i}`, x))",
    },
  ].map((change) => ({ file: /cdkt[fn][\\/]lib[\\/]tokens[\\/]private[\\/]resolve\.js$/, ...change })),
];

/** An esbuild plugin that patches cdktf's files while bundling. */
export const cdktfPatchPlugin = {
  name: "quicker-cdktf",
  setup(build) {
    build.onLoad({ filter: /cdkt[fn][\\/]lib[\\/].*\.js$/ }, ({ path }) => {
      const changes = CDKTF_PATCHES.filter(({ file }) => file.test(path));
      if (changes.length === 0) return undefined;
      const contents = changes.reduce(
        (text, { from, to }) => text.replace(from, () => to),
        readFileSync(path, "utf8"),
      );
      return { contents, resolveDir: dirname(path) };
    });
  },
};
