import { planPostgres } from "../../../modules/data/postgres-plan.ts";

describe("planPostgres", () => {
  it("derives major version and family, and names the log groups and the final snapshot", () => {
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

  it("derives major version and family from a major version alone", () => {
    expect(planPostgres("db", { version: "16", storageType: "gp3" })).toMatchObject({
      major: "16",
      family: "postgres16",
    });
  });

  it("provisions for io2 the IOPS that gp3 includes", () => {
    expect(planPostgres("db", { version: "16.4", storageType: "io2" })).toMatchObject({
      family: "postgres16",
      iops: 3000,
    });
  });
});
