import { replacementOfOldPostgres } from "../../aws/postgres-versions.ts";
import { cybershieldIn } from "../support/platforms.ts";

describe("PostgreSQL versions that RDS offers no longer for new databases", () => {
  it.each([
    ["15.13", "15.17"],
    ["15.2", "15.17"],
    ["17.5", "17.9"],
  ])("%s is replaced by %s", (version, newer) => {
    expect(replacementOfOldPostgres(version)).toBe(newer);
  });

  it.each(["15", "15.14", "15.17", "15.99", "18.1", "13.23"])("%s is not one of them", (version) => {
    expect(replacementOfOldPostgres(version)).toBeUndefined();
  });

  it("CyberShield: PostgreSQL: has one that RDS offers", () => {
    for (const environment of ["prod", "dev"] as const) {
      const { db } = cybershieldIn(environment).stores;
      expect(db?.kind === "postgres" ? replacementOfOldPostgres(db.version) : "no database").toBeUndefined();
    }
  });
});
