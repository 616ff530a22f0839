import { createRequire } from "node:module";
import { CDKTF_PATCHES } from "../../bin/quicker-cdktf.mjs";

interface CompilingModule {
  _compile(source: string, file: string): unknown;
}

/**
 * Loads cdktf with the patches of `bin/quicker-cdktf.mjs`, which skip unnecessary work. Call it
 * once per process, before anything else imports cdktf. The synthesized bytes are identical:
 * `__tests__/quicker-cdktf.process.test.ts`.
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
