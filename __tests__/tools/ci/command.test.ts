import { ciCommand } from "../../../tools/ci/command.ts";

/** Runs `drydock ci` in this process; returns its output, or the error that it throws. */
async function run(...args: readonly string[]): Promise<string> {
  const lines: string[] = [];
  for (const stream of ["log", "error"] as const)
    vi.spyOn(console, stream).mockImplementation((line: string) => void lines.push(line));
  const command = ciCommand();
  for (const each of [command, ...command.commands])
    each.exitOverride().configureOutput({ writeErr: (text) => void lines.push(text.trim()) });
  try {
    await command.parseAsync([...args], { from: "user" });
  } catch (error) {
    lines.push((error as Error).message);
  } finally {
    vi.restoreAllMocks();
  }
  return lines.join("\n");
}

describe("drydock ci", () => {
  it("says that the files are as they would be written, and what a platform lacks to be deployed", async () => {
    expect(await run("github", "--check")).toBe(
      [
        'No platform has ci.github: the pipeline checks and rehearses, and plans and applies nothing. To deploy with it, add ci: { github: { repository: "owner/name" } } to a platform: docs/ci.md',
        ".github/workflows/drydock.yml: as it would be written",
      ].join("\n"),
    );
  });

  it("rejects a stale file by its name", async () => {
    expect(await run("github", "--check", "--branch", "release/1.0")).toMatch(
      /\.github\/workflows\/drydock\.yml: not as it would be written\. Fix: npx drydock ci github$/,
    );
  });

  // https://git-scm.com/docs/git-check-ref-format
  it.each([
    "HEAD",
    "a b",
    "a..b",
    "a//b",
    "a.lock",
    "a.lock/b",
    "a/.b",
    ".a",
    "a.",
    "-a",
    "a~1",
    "a^",
    "a:b",
    "a?",
    "a\\b",
    "a@{b",
    "",
  ])("rejects a branch that Git or a workflow cannot have: %j", async (name) => {
    const output = await run("github", "--check", "--branch", name);
    expect(output).toContain("Allowed: a branch's name of letters, digits, hyphens, dots");
  });
});
