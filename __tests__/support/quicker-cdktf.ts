import { createRequire } from "node:module";
import { CDKTF_PATCHES } from "../../bin/quicker-cdktf.mjs";

interface CompilingModule {
  _compile(source: string, file: string): unknown;
}

/**
 * Loads cdktf as the project's own bundle has it, without what it does for nothing (`bin/quicker-cdktf.mjs`): once in a
 * process, before anything else imports it. `__tests__/quicker-cdktf.test.ts` shows that not a byte of what is
 * synthesized differs.
 */
export function loadQuickerCdktf(): void {
  const require = createRequire(import.meta.url);
  const { prototype } = require("node:module") as { readonly prototype: CompilingModule };
  const compile = prototype._compile;
  prototype._compile = function (source, file) {
    const changed = CDKTF_PATCHES.filter((change) => change.file.test(file)).reduce(
      (text, { from, to }) => text.replace(from, () => to),
      source,
    );
    return compile.call(this, changed, file);
  };
  try {
    require("cdktf");
  } finally {
    prototype._compile = compile;
  }
}
