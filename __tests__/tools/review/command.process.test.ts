import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { strToU8, zipSync } from "fflate";
import { runDrydock } from "../../support/command-line.ts";
import { statePlan } from "../../support/state-plan.ts";

const SECRET = "hunter2-and-more";
const DATABASE = {
  id: "db-1",
  identifier: "main",
  engine: "postgres",
  allocated_storage: 50,
  password: SECRET,
  skip_final_snapshot: true,
};

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "drydock-review-test-"));
  const write = (name: string, json: unknown) => writeFileSync(join(folder, name), JSON.stringify(json));
  write("delete.json", statePlan({ "aws_db_instance.main": DATABASE }, {}).json);
  const tagged = { ...DATABASE, tags: { Owner: "team" } };
  write(
    "tags.json",
    statePlan({ "aws_db_instance.main": DATABASE }, { "aws_db_instance.main": tagged }).json,
  );
  write("state.json", { version: 4, serial: 1, lineage: "x", resources: [] });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const review = (...args: readonly string[]) => runDrydock(["review", ...args]);
const file = (name: string) => join(folder, name);

describe("drydock review", () => {
  it("prints the contract's JSON, writes the other outputs, and exits by the verdict", async () => {
    const outputs = ["html", "sarif", "junit"].flatMap((kind) => [`--${kind}`, file(`out.${kind}`)]);
    const ended = await review(file("delete.json"), "--json", ...outputs);
    expect(ended).toMatchObject({ exitCode: 5, leftFiles: [], leftProcesses: [] });
    const result = JSON.parse(ended.stdout);
    expect(result).toMatchObject({ format: "drydock.review.v1", verdict: "block" });
    expect(result.findings).toContainEqual(
      expect.objectContaining({
        class: "loss",
        level: "block",
        stack: "delete",
        address: "aws_db_instance.main",
        action: "delete",
        rule: "rds-instance-destroyed",
      }),
    );
    expect(readFileSync(file("out.html"), "utf8")).toContain("aws_db_instance.main");
    expect(JSON.parse(readFileSync(file("out.sarif"), "utf8")).version).toBe("2.1.0");
    expect(readFileSync(file("out.junit"), "utf8")).toContain("<testsuite");
    for (const text of [
      ended.stdout,
      ...["html", "sarif", "junit"].map((kind) => readFileSync(file(`out.${kind}`), "utf8")),
    ])
      expect(text).not.toContain(SECRET);
  });

  it("exits with 0 for tags, and with 1 for a waiver that nothing needs", async () => {
    expect(await review(file("tags.json"), "--markdown")).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/^<!-- drydock review: .* -->\n## Review: quiet/),
    });
    const waived = [
      {
        rule: "rds-instance-destroyed",
        address: "aws_db_instance.main",
        reason: "r",
        who: "w",
        until: "2030-01-01",
      },
    ];
    writeFileSync(file("waivers.json"), JSON.stringify(waived));
    expect(await review(file("tags.json"), "--waivers", file("waivers.json"))).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining("The waivers do not fit these plans:"),
    });
  });

  it("reports a missing Terraform and an output that cannot be written in one line", async () => {
    writeFileSync(file("saved.bin"), zipSync({ tfplan: strToU8("x") }));
    const missing = await runDrydock(["review", file("saved.bin")], {
      env: { TERRAFORM_BINARY_NAME: "nope" },
    });
    expect([missing.exitCode, missing.stderr]).toEqual([
      1,
      expect.stringMatching(/^Terraform was not found \(`nope version -json` does not work\)[^\n]*$/),
    ]);
    const unwritten = await review(file("tags.json"), "--html", file("none/x.html"));
    expect([unwritten.exitCode, unwritten.stderr]).toEqual([
      1,
      expect.stringMatching(/x\.html cannot be written \(ENOENT\)\. Fix: [^\n]*$/),
    ]);
  });

  it.each([
    ["state.json", /^\S+state\.json is a state, not a plan\. Fix: \S+/],
    ["missing.json", /^\S+missing\.json does not exist\. Give a plan/],
  ])("rejects %s in one line", async (name, message) => {
    const { exitCode, stderr, stdout } = await review(file(name), "--json");
    expect([exitCode, stdout]).toEqual([1, ""]);
    expect(stderr.trim()).toMatch(message);
    expect(stderr.trim().split("\n")).toHaveLength(1);
  });
});
