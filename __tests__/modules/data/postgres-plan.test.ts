import { planPostgres } from "../../../modules/data/postgres-plan.ts";

describe("planPostgres", () => {
  it("takes family and major from the version, and names what RDS makes and leaves", () => {
    expect(planPostgres("shop-prod-db", { version: "15.13", storageType: "gp3" })).toEqual({
      major: "15",
      family: "postgres15",
      iops: undefined,
      finalSnapshot: "shop-prod-db-final",
      logGroups: {
        postgresql: "/aws/rds/instance/shop-prod-db/postgresql",
        upgrade: "/aws/rds/instance/shop-prod-db/upgrade",
      },
    });
  });

  it("takes both from a major version alone", () => {
    expect(planPostgres("db", { version: "16", storageType: "gp3" })).toMatchObject({
      major: "16",
      family: "postgres16",
    });
  });

  it("buys for io2 the operations that gp3 brings", () => {
    expect(planPostgres("db", { version: "16.4", storageType: "io2" })).toMatchObject({
      family: "postgres16",
      iops: 3000,
    });
  });
});
