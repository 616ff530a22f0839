import fc from "fast-check";
import { rootBlocks } from "../../../tools/synthesized/root-blocks.ts";

const read = (json: unknown) => rootBlocks(json, "cdk.tf.json");

describe("the blocks of a file", () => {
  const plain = {
    terraform: { required_version: ">= 1.5", backend: { s3: { bucket: "b" } } },
    provider: { aws: [{ region: "a" }, { alias: "b" }] },
    resource: { aws_lb: { one: { name: "1" }, two: {} }, aws_eip: { one: {} } },
    data: { aws_region: { here: {} } },
    module: { net: { source: "./net" } },
    locals: [{ a: 1 }],
    moved: [{ from: "a", to: "b" }],
  };

  it("are objects by label, as cdktf writes them", () => {
    expect(read(plain)).toEqual(plain);
    expect(read({ ...plain, provider: { aws: { region: "a" } } })).toEqual({
      ...plain,
      provider: { aws: [{ region: "a" }] },
    });
  });

  it("may be lists wherever Terraform accepts a list", () => {
    expect(
      read([
        {
          terraform: [{ required_version: ">= 1.5" }, { backend: [{ s3: [{ bucket: "b" }] }] }],
          provider: [{ aws: { region: "a" } }, { aws: [{ alias: "b" }] }],
          resource: [{ aws_lb: [{ one: [{ name: "1" }] }, { two: {} }], aws_eip: { one: null } }, null],
          data: { aws_region: [{ here: {} }] },
        },
        { module: [{ net: { source: "./net" } }], locals: [{ a: 1 }], moved: plain.moved, resource: null },
      ]),
    ).toEqual({ ...plain, resource: { aws_lb: plain.resource.aws_lb } });
  });

  it("leave out comments among labels", () => {
    const resource = { "//": "all", aws_lb: { "//": ["of", "them"], one: { "//": "kept", name: "1" } } };
    expect(read({ "//": "file", resource })).toEqual({
      "//": "file",
      resource: { aws_lb: { one: { "//": "kept", name: "1" } } },
    });
  });

  it("may have the names of built-in object properties", () => {
    const json: unknown = JSON.parse('{"resource":{"constructor":{"__proto__":{"a":1}}},"toString":1}');
    expect(JSON.stringify(read(json))).toBe(
      '{"resource":{"constructor":{"__proto__":{"a":1}}},"toString":1}',
    );
  });

  it.each([
    [5, "it is 5"],
    [[{}, "x"], 'it is "x"'],
    [{ resource: 5 }, "resource is 5"],
    [{ resource: [{ aws_instance: "x" }] }, 'resource.aws_instance is "x"'],
    [{ data: { aws_vpc: { main: true } } }, "data.aws_vpc.main is true"],
    [{ terraform: "x" }, 'terraform is "x"'],
    [{ terraform: { backend: "s3" } }, 'terraform.backend is "s3"'],
    [{ terraform: [{ backend: { s3: 5 } }] }, "terraform.backend.s3 is 5"],
    [{ provider: { "a\u001b[2J": 1 } }, "provider.a\\u001b[2J is 1"],
  ])("are rejected in %j", (json, message) => {
    expect(() => read(json)).toThrow(
      `cdk.tf.json: ${message}, where Terraform expects an object: synthesize it again.`,
    );
  });

  it("are read or rejected with a message, whatever the file contains", () => {
    const kinds = fc.constantFrom(
      "resource",
      "data",
      "module",
      "provider",
      "terraform",
      "//",
      "backend",
      "x",
    );
    const { json } = fc.letrec((tie) => ({
      json: fc.oneof(
        { depthSize: "medium" },
        fc.constantFrom(null, 5, "x", true),
        fc.array(tie("json"), { maxLength: 3 }),
        fc.dictionary(kinds, tie("json"), { maxKeys: 4 }),
      ),
    }));
    const seen = { read: 0, rejected: 0 };
    fc.assert(
      fc.property(json, (value) => {
        try {
          read(value);
          seen.read++;
        } catch (error) {
          seen.rejected++;
          expect(error).toMatchObject({ name: "SetupError", message: expect.stringMatching(/^.+$/) });
        }
      }),
      { numRuns: 500 },
    );
    expect(Math.min(seen.read, seen.rejected)).toBeGreaterThan(20);
  });
});
