import { maxPostgresConnections, memoryMiBOfDbClass } from "../../aws/database-connections.ts";

describe("the memory of a DB instance class", () => {
  it.each([
    ["db.t3.micro", 1],
    ["db.t4g.small", 2],
    ["db.t3.xlarge", 16],
    ["db.m6g.large", 8],
    ["db.r6i.xlarge", 32],
    ["db.x2g.large", 32],
    ["db.x2iedn.xlarge", 128],
  ])("of %s is %i GiB", (instanceClass, gib) => {
    expect(memoryMiBOfDbClass(instanceClass)).toBe(gib * 1024);
  });
});

describe("the connections that a DB instance class admits", () => {
  it("are fewer than the formula gives for all of its memory, and at most 5,000", () => {
    const byFormula = (gib: number) => Math.floor((gib * 1024 ** 3) / 9_531_392);
    expect([1, 4, 32].map(byFormula)).toEqual([112, 450, 3604]);
    expect(["db.t3.micro", "db.t3.medium", "db.r6i.xlarge"].map(maxPostgresConnections)).toEqual([
      87, 391, 3230,
    ]);
    expect(maxPostgresConnections("db.r6i.16xlarge")).toBe(5000);
  });
});
