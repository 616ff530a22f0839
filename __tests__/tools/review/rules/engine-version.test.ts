import { compareEngineVersions } from "../../../../tools/review/rules/engine-version.ts";

describe("compareEngineVersions", () => {
  test.each([
    ["postgres", "15.4", "16.1", "major"],
    ["postgres", "15.4", "15.5", "minor"],
    ["postgres", "15.4", "15", "minor"],
    ["postgres", "15", "15.4", "minor"],
    ["postgres", "15.4", "15.3", "down"],
    ["postgres", "9.6.24", "10.1", "major"],
    ["postgres", "9.5.24", "9.6.1", "major"],
    ["aurora-postgresql", "15.4", "16.1", "major"],
    ["mysql", "8.0.35", "8.0.36", "minor"],
    ["mysql", "8.0.35", "8.4.3", "major"],
    ["aurora-mysql", "8.0.mysql_aurora.3.04.0", "8.0.mysql_aurora.3.05.1", "minor"],
    ["aurora-mysql", "5.7.mysql_aurora.2.11.2", "8.0.mysql_aurora.3.04.0", "major"],
    ["neptune", "1.2.1.0", "1.3.0.0", "major"],
    ["docdb", "4.0.0", "5.0.0", "major"],
    ["", "", "16.1", "minor"],
  ])("%s from %s to %s: %s", (engine, from, to, expected) => {
    expect(compareEngineVersions(engine, from, to)).toEqual({
      isMajorUpgrade: expected === "major",
      isDowngrade: expected === "down",
    });
  });
});
