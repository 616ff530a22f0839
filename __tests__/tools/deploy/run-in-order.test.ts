import { setTimeout as sleep } from "node:timers/promises";
import { namesInOrder, runInOrder } from "../../../tools/deploy/run-in-order.ts";

const ITEMS = [
  { name: "compute", after: ["edge", "data"] },
  { name: "edge", after: ["network"] },
  { name: "data", after: ["network"] },
  { name: "network", after: ["unknown"] },
  { name: "backup", after: ["data"] },
];

async function record(failing?: string): Promise<{ events: string[]; error: unknown }> {
  const events: string[] = [];
  const run = runInOrder(ITEMS, async ({ name }) => {
    events.push(`+${name}`);
    await sleep(1);
    if (name === failing) throw new Error(name);
    events.push(`-${name}`);
  });
  const error = await run.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return { events, error };
}

describe("namesInOrder", () => {
  it("puts each name after those that it comes after, else in the given order", () => {
    expect(namesInOrder(ITEMS)).toEqual(["network", "edge", "data", "compute", "backup"]);
  });

  it("ends for items that come after each other", () => {
    const circle = [
      { name: "a", after: ["b"] },
      { name: "b", after: ["a"] },
    ];
    expect(namesInOrder(circle)).toEqual(["b", "a"]);
  });
});

describe("runInOrder", () => {
  it("runs each item after those before it, and independent ones at the same time", async () => {
    const { events } = await record();
    expect(events.slice(0, 4)).toEqual(["+network", "-network", "+edge", "+data"]);
    const at = (event: string) => events.indexOf(event);
    expect(at("+compute")).toBeGreaterThan(Math.max(at("-edge"), at("-data")));
    expect(events).toHaveLength(2 * ITEMS.length);
  });

  it("starts nothing after a failure, waits for what is running, and throws the first error", async () => {
    const { events, error } = await record("edge");
    expect(error).toEqual(new Error("edge"));
    expect(events).toContain("-data");
    expect(events).not.toContain("+compute");
    expect(events).not.toContain("+backup");
  });

  it("rejects a circle", async () => {
    const circle = [
      { name: "a", after: ["b"] },
      { name: "b", after: ["a"] },
    ];
    await expect(runInOrder(circle, async () => {})).rejects.toThrow("a circle of dependencies: a, b");
  });
});
