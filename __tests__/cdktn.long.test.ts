import { join } from "node:path";
import { cdktfPatchPlugin } from "../bin/quicker-cdktf.mjs";
import { APP, appWith, inProjectFolder, stacksOf } from "./support/app.ts";

/** The Terraform JSON of each stack without metadata: cdktf's version, the constructs' paths. */
function withoutMetadata(stacks: ReadonlyMap<string, string>): Record<string, unknown> {
  const dropMetadata = (key: string, value: unknown) => (key === "//" ? undefined : value);
  return Object.fromEntries([...stacks].map(([name, text]) => [name, JSON.parse(text, dropMetadata)]));
}

/** https://github.com/open-constructs/cdk-terrain is the fork that continues cdktf. */
describe("moving to cdktn", () => {
  it("changes only the import: the platforms synthesize to the same Terraform JSON", () =>
    inProjectFolder(async (folder) => {
      const withCdktf = withoutMetadata(await stacksOf(APP, join(folder, "withCdktf")));
      const app = await appWith("cdktn", folder, [cdktfPatchPlugin]);
      const withCdktn = await stacksOf(app, join(folder, "withCdktn"));
      expect(Object.keys(withCdktf).length).toBeGreaterThan(30);
      expect(withoutMetadata(withCdktn)).toEqual(withCdktf);
    }));
});
