import { manifestStacks } from "../../../tools/synthesized/manifest.ts";

const WEB = { name: "web", workingDirectory: "stacks/web" };

/** Reads a manifest, and returns the error's message. Empty for a valid manifest. */
function manifestError(json: unknown): string {
  try {
    manifestStacks(json, "m.json");
  } catch (error) {
    expect(error).toMatchObject({ name: "SetupError" });
    return (error as Error).message;
  }
  return "";
}

describe("a manifest", () => {
  it("lists the stacks; derivable fields may be missing", () => {
    const net = {
      name: "net",
      workingDirectory: "./stacks/net/",
      synthesizedStackPath: "stacks/net/main.tf.json",
      stackMetadataPath: "stacks/net/metadata.json",
      dependencies: ["web"],
      annotations: [],
    };
    expect(manifestStacks({ version: "0.21.0", stacks: { web: WEB, net } }, "m.json")).toEqual([
      { ...WEB, synthesizedStackPath: "stacks/web/cdk.tf.json", dependencies: [] },
      {
        name: "net",
        workingDirectory: "stacks/net/",
        synthesizedStackPath: "stacks/net/main.tf.json",
        dependencies: ["web"],
      },
    ]);
  });

  it.each([null, [], 5, "x", {}, { stacks: null }, { stacks: [WEB] }, { stacks: "web" }])(
    "is rejected: %j",
    (json) => {
      expect(manifestError(json)).toBe(
        'm.json: "stacks" is not an object with the stacks by name: synthesize it again.',
      );
    },
  );

  it("has at least one stack", () => {
    expect(manifestError({ stacks: {} })).toBe('m.json: "stacks" is empty: synthesize it again.');
  });

  it.each([null, 5, "web", [WEB]])("rejects a stack that is %j", (entry) => {
    expect(manifestError({ stacks: { web: entry } })).toBe(
      `m.json: stacks.web is ${JSON.stringify(entry)}, not an object: synthesize it again.`,
    );
  });

  const LONG = "n".repeat(201);
  it.each([
    [undefined, "missing"],
    ["", '""'],
    [5, "5"],
    ["../../x", '"../../x"'],
    ["..", '".."'],
    ["a/b", '"a/b"'],
    ["a\\b", '"a\\\\b"'],
    ["a b", '"a b"'],
    ["a\u001b[2J", '"a\\u001b[2J"'],
    ["a\u202eb", '"a\\u202eb"'],
    [LONG, `"${LONG.slice(0, 59)}…`],
  ])("rejects the stack name %j", (name, shown) => {
    expect(manifestError({ stacks: { web: { ...WEB, name } } })).toBe(
      `m.json: stacks.web.name is ${shown}, not a valid stack name (1 to 200 characters, no space, / or \\): synthesize it again.`,
    );
  });

  it.each(["workingDirectory", "synthesizedStackPath", "stackMetadataPath"])(
    "accepts only paths within the folder as %s",
    (field) => {
      const messageFor = (path: unknown) => manifestError({ stacks: { web: { ...WEB, [field]: path } } });
      for (const path of ["..", "../web", "stacks/../../web", "/etc", "a\0b"]) {
        const shown = JSON.stringify(path);
        expect(messageFor(path)).toBe(
          `m.json: stacks.web.${field} is ${shown}, which is outside the folder: synthesize it again.`,
        );
      }
      for (const path of [5, null, ["a"], ""]) {
        if (path === null && field === "synthesizedStackPath") continue;
        expect(messageFor(path)).toBe(
          `m.json: stacks.web.${field} is ${JSON.stringify(path)}, not a path: synthesize it again.`,
        );
      }
      for (const path of ["a/..b", "...", "a/../b", "."]) expect(messageFor(path)).toBe("");
    },
  );

  it.each(["web", 5, [5], { web: true }])("rejects dependencies that are %j", (dependencies) => {
    expect(manifestError({ stacks: { web: { ...WEB, dependencies } } })).toBe(
      `m.json: stacks.web.dependencies is ${JSON.stringify(dependencies)}, not a list of stack names: synthesize it again.`,
    );
  });

  it("lists each stack and folder once, and every dependency", () => {
    expect(manifestError({ stacks: { a: WEB, b: { ...WEB, workingDirectory: "b" } } })).toBe(
      "m.json: two stacks have the name web: synthesize it again.",
    );
    expect(manifestError({ stacks: { a: WEB, b: { name: "b", workingDirectory: "stacks/./web/" } } })).toBe(
      "m.json: the stacks web and b have the same folder: synthesize it again.",
    );
    expect(manifestError({ stacks: { a: { ...WEB, dependencies: ["net"] } } })).toBe(
      'm.json: the stack web depends on "net", which does not exist: synthesize it again.',
    );
  });
});
