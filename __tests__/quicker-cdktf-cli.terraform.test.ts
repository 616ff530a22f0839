import { join } from "node:path";
import { runCommand } from "../tools/terraform/run-command.ts";
import { PROJECT_FOLDER } from "./support/command-line.ts";

const QUICKER = join(PROJECT_FOLDER, "bin", "quicker-cdktf-cli.cjs");

describe("cdktf's patched command line", () => {
  it.each([
    ["@cdktf/hcl2cdk", "convertProject"],
    ["@cdktf/hcl2json", "parse"],
    ["@cdktf/hcl-tools", "format"],
  ])("loads %s only when a member is used, and then the whole module", async (name, member) => {
    // `copied` imitates how esbuild's bundles wrap an imported module.
    const program = `
      const module = require(${JSON.stringify(name)});
      const copied = Object.create(Object.getPrototypeOf(module));
      const isLoaded = () => Object.keys(require.cache).some((file) => file.includes("${name.slice(1)}"));
      const before = isLoaded();
      const kind = typeof copied[${JSON.stringify(member)}];
      console.log(JSON.stringify([module.__esModule, before, kind, isLoaded()]));
      process.exit(0);
    `;
    const { stdout } = await runCommand(process.execPath, ["--require", QUICKER, "-e", program], {
      cwd: PROJECT_FOLDER,
    });
    expect(JSON.parse(stdout)).toEqual([true, false, "function", true]);
  });
});
