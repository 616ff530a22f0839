import { parseStateFile } from "../../../tools/terraform/state-file.ts";

const addressesOf = (text: object) => parseStateFile("web", JSON.stringify(text));

describe("a state file", () => {
  it("has each instance at its address, including modules", () => {
    const at = (
      module: string | undefined,
      mode: "managed" | "data",
      keys: readonly (string | number)[],
    ) => ({
      ...(module === undefined ? {} : { module }),
      mode,
      type: "aws_vpc",
      name: "main",
      instances: keys.length === 0 ? [{}] : keys.map((index_key) => ({ index_key })),
    });
    const resources = [at(undefined, "data", []), at('module.net["a.b"]', "managed", [0, "x"])];
    expect(addressesOf({ resources }).resources.map(({ address }) => address)).toEqual([
      "data.aws_vpc.main",
      'module.net["a.b"].aws_vpc.main[0]',
      'module.net["a.b"].aws_vpc.main["x"]',
    ]);
  });

  it("does not reveal the value of a sensitive output", () => {
    const outputs = { open: { value: [1] }, hidden: { value: "hush", sensitive: true } };
    expect(addressesOf({ outputs }).outputs).toEqual({ open: [1], hidden: "(sensitive)" });
  });
});
