import { join } from "node:path";
import { APP, appWith, inProjectFolder, stacksOf } from "./support/app.ts";

/** What Terraform reads of each stack: all but cdktf's notes about itself, its version and the constructs' paths. */
function readByTerraform(stacks: ReadonlyMap<string, string>): Record<string, unknown> {
  const withoutNotes = (key: string, value: unknown) => (key === "//" ? undefined : value);
  return Object.fromEntries([...stacks].map(([name, text]) => [name, JSON.parse(text, withoutNotes)]));
}

/** https://github.com/open-constructs/cdk-terrain is the fork that goes on after cdktf's end. */
describe("moving to cdktn", () => {
  it("is a change of one line: the same platforms give the same Terraform JSON", () =>
    inProjectFolder(async (folder) => {
      const today = readByTerraform(await stacksOf(APP, join(folder, "today")));
      const moved = await stacksOf(await appWith("cdktn", folder), join(folder, "moved"));
      expect(Object.keys(today).length).toBeGreaterThan(30);
      expect(readByTerraform(moved)).toEqual(today);
    }));
});
