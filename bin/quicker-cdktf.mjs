import { readFileSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Unnecessary work of cdktf, removed from the bundle: more than a third of the time of all
 * platforms. The output stays byte-identical (`__tests__/quicker-cdktf.process.test.ts`). Text that
 * another cdktf version lacks is left alone: slower, but correct. cdktn's files are patched too,
 * under its own name or cdktf's.
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
    // Node 22 and newer warn about the deprecated `util.isArray`.
    isMissingInCdktn: true,
    file: /cdkt[fn][\\/]lib[\\/]terraform-output\.js$/,
    from: "!(0, util_2.isArray)(object)",
    to: "!Array.isArray(object)",
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
    // Writes the same text as json-stable-stringify with two spaces. cdktn has a fast package.
    isMissingInCdktn: true,
    file: /cdkt[fn][\\/]lib[\\/]synthesize[\\/]synthesizer\.js$/,
    from: 'const stringify = require("json-stable-stringify");',
    to: `const stringify = (value, options, indent = "\\n") => {
    if (typeof value?.toJSON === "function") value = value.toJSON();
    if (typeof value !== "object" || value === null) return JSON.stringify(value);
    const inner = indent + "  ";
    let out = "";
    if (Array.isArray(value)) {
        for (const item of value) out += (out && ",") + inner + (stringify(item, options, inner) ?? "null");
        return "[" + out + indent + "]";
    }
    for (const key of Object.keys(value).sort()) {
        const text = stringify(value[key], options, inner);
        if (text !== undefined) out += (out && ",") + inner + JSON.stringify(key) + ": " + text;
    }
    return "{" + out + indent + "}";
};`,
  },
  {
    // A fragment is resolved for this stack alone, so what it adds is taken over instead of copied.
    // Only a Date would differ, which copying turns into {}: no platform contains one.
    file: /cdkt[fn][\\/]lib[\\/]terraform-stack\.js$/,
    from: "(0, util_1.deepMerge)(tf, fragment);",
    to: `(function takeOver(target, source) {
                for (const key of Object.keys(source)) {
                    const isObject = (value) => value?.constructor === Object;
                    if (target[key] === undefined) target[key] = source[key];
                    else if (isObject(target[key]) && isObject(source[key])) takeOver(target[key], source[key]);
                    else (0, util_1.deepMerge)(target, { [key]: source[key] });
                }
            })(tf, fragment);`,
  },
  {
    // Skips the token search for keys without the first characters of a map token.
    file: /cdkt[fn][\\/]lib[\\/]tokens[\\/]private[\\/]encoding\.js$/,
    from: 'typeof x === "string" && TokenString.forMapToken(x).test()',
    to: 'x.includes("&{") && TokenString.forMapToken(x).test()',
  },
  {
    // Searches names, which rarely contain a token, without creating an object.
    file: /cdkt[fn][\\/]lib[\\/]tokens[\\/]private[\\/]encoding\.js$/,
    from: "return TokenString.forString(obj).test();",
    to: "return obj.includes(exports.BEGIN_STRING_TOKEN_MARKER) && TokenString.forString(obj).test();",
  },
  {
    // A token is unresolved, whatever its keys.
    file: /cdkt[fn][\\/]lib[\\/]tokens[\\/]private[\\/]encoding\.js$/,
    from: "else if (obj != null && containsMapToken(obj)) {",
    to: "else if (obj != null && (token_1.Tokenization.isResolvable(obj) || containsMapToken(obj))) {",
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
      from: "if ((0, encoding_1.containsMapToken)(obj)) {",
      to: 'if (typeof obj.resolve !== "function" && (0, encoding_1.containsMapToken)(obj)) {',
    },
    {
      // Most texts with a token are only a token.
      from: "const tokenStr = encoding_1.TokenString.forString(",
      to: `const [, only] = /^\\$\\{TfToken\\[([\\w:.-]+)\\]\\}$/.exec(str) ?? [];
        if (only !== undefined) {
            const value = context.resolve(tokenMap.lookupToken(only));
            if (typeof value !== "string" || isPlainText(value)) return value;
        }
        const tokenStr = encoding_1.TokenString.forString(`,
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
