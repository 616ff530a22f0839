import {
  continuing,
  parseState,
  relationOf,
  type TrackedState,
} from "../../../tools/bootstrap/tracked-state.ts";

const KEY = {
  mode: "managed",
  type: "aws_kms_key",
  name: "key",
  instances: [{ status: "tainted", attributes: { id: "k1" } }],
};
const DATA = { mode: "data", type: "aws_kms_key", name: "key", instances: [{ attributes: { id: "k1" } }] };

function state(lineage: string, serial: number, resources: readonly object[] = [KEY]): TrackedState {
  return parseState(JSON.stringify({ version: 4, lineage, serial, outputs: {}, resources }));
}

describe("a state", () => {
  it("lists its managed resources", () => {
    expect(state("a", 3, [KEY, DATA])).toMatchObject({
      lineage: "a",
      serial: 3,
      resources: [{ address: "aws_kms_key.key", id: "k1", isTainted: true, attributes: { id: "k1" } }],
    });
  });

  it.each(["", "{", "null", "{}", '{"version": 3, "serial": 1, "lineage": "a", "resources": []}'])(
    "is rejected when it is %j",
    (text) => {
      expect(() => parseState(text)).toThrow(SyntaxError);
    },
  );

  it.each([
    ["same", "of the same content and lineage", state("a", 1), state("a", 2)],
    ["copy", "of the same content", state("a", 9), state("b", 1)],
    ["newer", "before it", state("a", 3, []), state("a", 2)],
    ["superseded", "after it", state("a", 2, []), state("a", 3)],
    ["superseded", "of the same serial and different content", state("a", 2, []), state("a", 2)],
    ["superseded", "that another run started", state("a", 9, []), state("b", 1)],
  ] as const)("is %s beside one %s", (relation, _what, local, remote) => {
    expect(relationOf(local, remote)).toBe(relation);
  });

  it("can continue another state's lineage with its own content", () => {
    const continued = parseState(continuing(state("a", 1), state("b", 7, [])));
    expect(continued).toMatchObject({ lineage: "b", serial: 8, resources: [{ id: "k1" }] });
    expect(relationOf(continued, state("b", 7, []))).toBe("newer");
  });
});
