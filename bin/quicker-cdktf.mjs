import { readFileSync } from "node:fs";
import { dirname } from "node:path";

/**
 * What cdktf does for nothing at each start, left out of the bundle: a third of the time of all platforms. What is
 * synthesized stays the same, byte for byte (`__tests__/quicker-cdktf.test.ts` compares). A text that another version of cdktf does
 * not have is not replaced: it is then slower, and right. cdktn's files are changed as well, be it installed under its own
 * name or cdktf's.
 */
export const CDKTF_PATCHES = [
  {
    // The app takes no stack traces (`stackTraces: false`), yet one is captured for each token, unread.
    file: /cdkt[fn][\\/]lib[\\/]tokens[\\/]private[\\/]stack-trace\.js$/,
    from: "exports.captureStackTrace = captureStackTrace;",
    to: "exports.captureStackTrace = () => [];",
  },
  {
    // Folders are packed with archiver, which only assets need: it is loaded when one is packed.
    isMissingInCdktn: true,
    file: /cdkt[fn][\\/]lib[\\/]private[\\/]fs\.js$/,
    from: 'const archiver = require("archiver");',
    to: 'const archiver = (...options) => require("archiver")(...options);',
  },
  {
    // A stack resolves the tokens of each element, and then of all together, where none is left.
    file: /cdkt[fn][\\/]lib[\\/]terraform-stack\.js$/,
    from: "return (0, _tokens_1.resolve)(this, tf);",
    to: "return Object.keys(this.rawOverrides).length === 0 ? tf : (0, _tokens_1.resolve)(this, tf);",
  },
  {
    // Every construct is given a list of aspects, to find it empty.
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
    // Three searches for each resource's six meta-arguments.
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
    // Every key of every object is searched for a token of a map, twice; hardly one has even its first characters.
    file: /cdkt[fn][\\/]lib[\\/]tokens[\\/]private[\\/]encoding\.js$/,
    from: 'typeof x === "string" && TokenString.forMapToken(x).test()',
    to: 'x.includes("&{") && TokenString.forMapToken(x).test()',
  },
  ...[
    // Three searches for tokens and two contexts for each value, keys too: most are plain. What lies below an object or
    // a list needs no context of its own either: it would hold what the one above holds.
    {
      from: "const tokenMap = token_map_1.TokenMap.instance();",
      to: `const tokenMap = token_map_1.TokenMap.instance();
const isPlain = (value) => value === undefined || value === null || typeof value === "boolean" ||
    (typeof value === "number" && value >= 0) ||
    (typeof value === "string" && /^[\\w .:/,*@-]*$/.test(value) &&
        value !== token_1.Token.STRING_MAP_TOKEN_VALUE && value !== token_1.Token.ANY_MAP_TOKEN_VALUE);
class Path {
    constructor(above, part) { this.above = above; this.part = part; this.length = above.length + 1; }
    concat([part]) { return new Path(this, part); }
    join(by) { return this.length === 1 ? this.part : this.above.join(by) + by + this.part; }
}
const below = ({ preparing, scope, resolver, previousContext, prefix = [] }, part, value) =>
    resolve(value, { preparing, scope, resolver, previousContext, prefix: new Path(prefix, part) });`,
    },
    {
      from: "    const prefix = options.prefix || [];",
      to: "    if (isPlain(obj)) return obj;\n    const prefix = options.prefix || [];",
    },
    {
      from: 'const pathName = "/" + prefix.join("/");',
      to: 'const pathName = { toString: () => "/" + prefix.join("/") };',
    },
    {
      from: "const resolvedKey = makeContext()[0].resolve(key);",
      to: "const resolvedKey = isPlain(key) ? key : makeContext()[0].resolve(key);",
    },
    {
      from: "const value = makeContext(key)[0].resolve(obj[key]);",
      to: "const value = isPlain(obj[key]) ? obj[key] : below(options, key, obj[key]);",
    },
    {
      from: ".map((x, i) => makeContext(`${i}`)[0].resolve(x))",
      to: ".map((x, i) => isPlain(x) ? x : below(options, `${i}`, x))",
    },
  ].map((change) => ({ file: /cdkt[fn][\\/]lib[\\/]tokens[\\/]private[\\/]resolve\.js$/, ...change })),
];

/** A plugin of esbuild that changes cdktf's files on their way into a bundle. */
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
