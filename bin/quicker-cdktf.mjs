import { readFileSync } from "node:fs";
import { dirname } from "node:path";

/**
 * What cdktf does for nothing at each start, left out of the bundle: a third of the time of all platforms. What is
 * synthesized stays the same, byte for byte (`__tests__/quicker-cdktf.test.ts` compares). A text that another version of cdktf does
 * not have is not replaced: it is then slower, and right.
 */
export const CHANGES = [
  {
    // The app takes no stack traces (`stackTraces: false`), yet one is captured for each token, unread.
    file: /cdktf[\\/]lib[\\/]tokens[\\/]private[\\/]stack-trace\.js$/,
    from: "exports.captureStackTrace = captureStackTrace;",
    to: "exports.captureStackTrace = () => [];",
  },
  {
    // Folders are packed with archiver, which only assets need: it is loaded when one is packed.
    file: /cdktf[\\/]lib[\\/]private[\\/]fs\.js$/,
    from: 'const archiver = require("archiver");',
    to: 'const archiver = (...options) => require("archiver")(...options);',
  },
  {
    // A stack resolves the tokens of each element, and then of all together, where none is left.
    file: /cdktf[\\/]lib[\\/]terraform-stack\.js$/,
    from: "return (0, _tokens_1.resolve)(this, tf);",
    to: "return Object.keys(this.rawOverrides).length === 0 ? tf : (0, _tokens_1.resolve)(this, tf);",
  },
  {
    // Three searches for tokens and a context of its own for each text, keys too: most are of letters that no token has.
    file: /cdktf[\\/]lib[\\/]tokens[\\/]private[\\/]resolve\.js$/,
    from: "    const prefix = options.prefix || [];",
    to: `    if (typeof obj === "string" && /^[\\w .:/,*@-]*$/.test(obj) &&
        obj !== token_1.Token.STRING_MAP_TOKEN_VALUE && obj !== token_1.Token.ANY_MAP_TOKEN_VALUE) return obj;
    const prefix = options.prefix || [];`,
  },
  {
    file: /cdktf[\\/]lib[\\/]tokens[\\/]private[\\/]resolve\.js$/,
    from: "const resolvedKey = makeContext()[0].resolve(key);",
    to: "const resolvedKey = /^[\\w-]*$/.test(key) ? key : makeContext()[0].resolve(key);",
  },
];

/** A plugin of esbuild that changes cdktf's files on their way into a bundle. */
export const quickerCdktf = {
  name: "quicker-cdktf",
  setup(build) {
    build.onLoad({ filter: /cdktf[\\/]lib[\\/].*\.js$/ }, ({ path }) => {
      const changes = CHANGES.filter(({ file }) => file.test(path));
      if (changes.length === 0) return undefined;
      const contents = changes.reduce(
        (text, { from, to }) => text.replace(from, () => to),
        readFileSync(path, "utf8"),
      );
      return { contents, resolveDir: dirname(path) };
    });
  },
};
