import { hostname } from "node:os";
import { isLeftBehind, lockedError, lockInOutput, lockOwner } from "../../../tools/bootstrap/state-lock.ts";

/** Output of Terraform 1.11, with its frame and colours. */
const OUTPUT = [
  "\u001b[31m╷\u001b[0m",
  "\u001b[31m│\u001b[0m \u001b[1m\u001b[31mError: \u001b[0m\u001b[1mError acquiring the state lock\u001b[0m",
  "\u001b[31m│\u001b[0m Lock Info:",
  "\u001b[31m│\u001b[0m   ID:        11111111-2222-3333-4444-555555555555",
  "\u001b[31m│\u001b[0m   Path:      states/terraform.tfstate",
  "\u001b[31m│\u001b[0m   Operation: OperationTypeApply",
  "\u001b[31m│\u001b[0m   Who:       ada@build-7",
  "\u001b[31m│\u001b[0m   Version:   1.11.4",
  "\u001b[31m│\u001b[0m   Created:   2026-01-31 09:45:00.123456789 +0000 UTC",
  "\u001b[31m│\u001b[0m   Info:      ",
].join("\n");
const CREATED = Date.UTC(2026, 0, 31, 9, 45, 0, 123);

describe("the lock in Terraform's error", () => {
  const lock = lockInOutput(OUTPUT)!;

  it("is parsed", () => {
    expect(lock).toEqual({
      id: "11111111-2222-3333-4444-555555555555",
      operation: "OperationTypeApply",
      who: "ada@build-7",
      createdMs: CREATED,
    });
    expect(lockInOutput("Error: something else\n  ID: 1")).toBeUndefined();
  });

  it.each([
    [
      true,
      "was acquired soon after a killed command of the same user and host",
      "ada@build-7",
      CREATED - 2000,
    ],
    [true, "was acquired before the command's start was recorded", "ada@build-7", CREATED + 500],
    [false, "has another host", "ada@build-8", CREATED - 2000],
    [false, "was acquired before the command", "ada@build-7", CREATED + 5000],
    [false, "was acquired long after the command", "ada@build-7", CREATED - 3_600_000],
  ])("was left behind (%s) when it %s", (expected, _when, who, startedMs) => {
    expect(
      isLeftBehind(lock, [
        { who: "grace@build-1", startedMs: 0 },
        { who, startedMs },
      ]),
    ).toBe(expected);
    expect(isLeftBehind({ ...lock, createdMs: Number.NaN }, [{ who, startedMs }])).toBe(false);
  });

  it("is reported with the command that releases it", () => {
    expect(lockedError(lock, "state-1", "/work/bucket").message).toBe(
      "The state of state-1 is locked by ada@build-7 since 2026-01-31T09:45:00.123Z: another run is using it. " +
        "Run the same command again after that run ends. If that run was killed, release its lock first: " +
        "terraform -chdir=/work/bucket force-unlock 11111111-2222-3333-4444-555555555555",
    );
  });

  it("is owned by user and host", () => {
    expect(lockOwner()).toMatch(new RegExp(`^.+@${hostname()}$`));
  });
});
