import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { completeForCdktf } from "../../../tools/rehearse/complete-for-cdktf.ts";
import { cdktfVersion } from "../../../tools/terraform/cdktf.ts";
import { folderOfEachTest } from "../../support/test-folder.ts";

const COMMENT = { metadata: { version: cdktfVersion() } };

describe("the metadata that cdktf's command line reads", () => {
  const folder = folderOfEachTest();
  beforeEach(() => {
    mkdirSync(join(folder.path, "web"));
  });

  /** Completes a stack with one file, and returns the stack's files. */
  function completed(text: string, entry: object = {}): Record<string, string> {
    const stacks = { web: { name: "web", workingDirectory: "web", ...entry } };
    writeFileSync(join(folder.path, "manifest.json"), JSON.stringify({ version: "1", stacks }));
    writeFileSync(join(folder.path, "web", "cdk.tf.json"), text);
    completeForCdktf(folder.path, "theirs");
    const names = readdirSync(join(folder.path, "web")).sort();
    return Object.fromEntries(
      names.map((name) => [name, readFileSync(join(folder.path, "web", name), "utf8")]),
    );
  }

  it("is added to the manifest", () => {
    completed("{}", { constructPath: "app/web" });
    expect(JSON.parse(readFileSync(join(folder.path, "manifest.json"), "utf8"))).toEqual({
      version: "1",
      stacks: {
        web: {
          name: "web",
          constructPath: "app/web",
          workingDirectory: "web",
          synthesizedStackPath: "web/cdk.tf.json",
          dependencies: [],
        },
      },
    });
  });

  it.each([
    '{"//": {"metadata": {"version": "0.20.0", "stackName": "web"}, "outputs": {}},\n "resource": {}}',
    '{"//": {"metadata": {}}, "terraform": {"required_providers": {"aws": {"source": "aws"}}}}',
  ])("is left unchanged: %j", (text) => {
    expect(completed(text)).toEqual({ "cdk.tf.json": text });
  });

  it("is added as a comment that moves no line", () => {
    const text = ' {\n "resource": {"aws_vpc": {}},\n "x": 12345678901234567890 }\n';
    expect(completed(text)).toEqual({
      "cdk.tf.json": text.replace("{", `{"//":${JSON.stringify(COMMENT)},`),
    });
  });

  it.each([
    "{ }",
    '[{"resource": {}}]',
    '{"terraform": [{"required_version": ">= 1"}]}',
    '{"resource": [{"aws_vpc": {}}]}',
    '{"provider": [{"aws": {}}]}',
    '{"data": []}',
    '{"terraform": {"backend": [{"s3": {}}]}}',
    '{"terraform": {"required_providers": {"aws": "~> 5.0"}}}',
    '{"terraform": {"required_providers": [{"aws": {}}]}}',
    '{"terraform": {"required_version": [">= 1"]}}',
    '{"//": "by hand", "resource": {}}',
    '{"//": {}, "resource": {}}',
    '{"//": {"metadata": {"version": 1}}}',
    '{"//": {"metadata": {}, "outputs": null}}',
    '{"//": null, "resource": {}}',
  ])("is written to a separate file if cdktf does not accept the form: %s", (text) => {
    expect(completed(text)).toEqual({
      "cdk.tf.json": JSON.stringify({ "//": COMMENT }),
      "cdk-1.tf.json": text,
    });
  });

  it("does not overwrite existing files", () => {
    writeFileSync(join(folder.path, "web", "cdk-1.tf.json"), "theirs");
    expect(completed("[]")).toMatchObject({ "cdk-1.tf.json": "theirs", "cdk-2.tf.json": "[]" });
  });

  it("requires the stack's file", () => {
    expect(() => completed("{}", { synthesizedStackPath: "web/main.tf.json" })).toThrow(
      "theirs/web/main.tf.json does not exist, but the manifest lists the stack web: synthesize it again.",
    );
  });
});
