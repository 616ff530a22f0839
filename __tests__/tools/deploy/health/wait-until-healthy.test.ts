import { ChangeError } from "../../../../tools/deploy/change-error.ts";
import type { Health } from "../../../../tools/deploy/health/aws-health.ts";
import type { HealthQuestion } from "../../../../tools/deploy/health/health-question.ts";
import { type HealthWait, waitUntilHealthy } from "../../../../tools/deploy/health/wait-until-healthy.ts";

const REGION = "us-east-1";
const FLEET: HealthQuestion = { kind: "fleet", region: REGION, name: "resolver" };
const GROUP: HealthQuestion = { kind: "targets", region: REGION, name: "shop-web", arn: "arn:group" };

const HEALTHY: Health = { state: "healthy", why: "2 of 2" };
const WAITING: Health = { state: "waiting", why: "1 of 2" };
const FAILED: Health = { state: "failed", why: "rolled back" };

/** Waits for both questions, with the answers of each name in their order; the last one stays. */
async function wait(answers: Readonly<Record<string, readonly Health[]>>, more: Partial<HealthWait> = {}) {
  const asked: string[] = [];
  const rounds: string[] = [];
  const error = await waitUntilHealthy([FLEET, GROUP], {
    ask: async ({ name }) => {
      const before = asked.filter((one) => one === name).length;
      asked.push(name);
      return answers[name]![Math.min(before, answers[name]!.length - 1)]!;
    },
    acceptCut: [],
    intervalMs: 1,
    onWaiting: (waiting) => rounds.push(waiting),
    ...more,
  }).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return { asked, rounds, error };
}

function messageOf(error: unknown): string {
  expect(error).toBeInstanceOf(ChangeError);
  return (error as ChangeError).message;
}

describe("waitUntilHealthy", () => {
  it("asks once if all is healthy", async () => {
    const result = await wait({ resolver: [HEALTHY], "shop-web": [HEALTHY] });
    expect(result).toEqual({ asked: ["resolver", "shop-web"], rounds: [], error: undefined });
  });

  it("asks again about what is not healthy yet, and says what it waits for", async () => {
    const result = await wait({ resolver: [WAITING, WAITING, HEALTHY], "shop-web": [WAITING, HEALTHY] });
    expect(result).toEqual({
      asked: ["resolver", "shop-web", "resolver", "shop-web", "resolver"],
      rounds: ["fleet resolver: 1 of 2; targets shop-web: 1 of 2", "fleet resolver: 1 of 2"],
      error: undefined,
    });
  });

  it("ends at once when something failed, with how to go on without it", async () => {
    const { asked, error } = await wait({ resolver: [FAILED], "shop-web": [WAITING] });
    expect(asked).toEqual(["resolver", "shop-web"]);
    expect(messageOf(error).split("\n")).toEqual([
      "What takes over failed:",
      "  fleet resolver: rolled back",
      expect.stringMatching(/^Nothing was deleted/),
      "--accept-cut resolver",
    ]);
  });

  it("ends when the limit is over, with all that is not healthy", async () => {
    const { error } = await wait({ resolver: [WAITING], "shop-web": [WAITING] }, { limitMs: 0 });
    expect(messageOf(error).split("\n")).toEqual([
      "What takes over did not get healthy in time:",
      "  fleet resolver: 1 of 2",
      "  targets shop-web: 1 of 2",
      expect.stringMatching(/^Nothing was deleted/),
      "--accept-cut resolver --accept-cut shop-web",
    ]);
  });

  it("does not end early: it asks until the limit is over", async () => {
    const { asked, error } = await wait(
      { resolver: [HEALTHY], "shop-web": [WAITING, WAITING, HEALTHY] },
      { limitMs: 60_000 },
    );
    expect(error).toBeUndefined();
    expect(asked).toEqual(["resolver", "shop-web", "shop-web", "shop-web"]);
  });

  it("does not ask about what may be cut", async () => {
    const { asked, error } = await wait(
      { resolver: [FAILED], "shop-web": [HEALTHY] },
      { acceptCut: ["resolver"] },
    );
    expect(error).toBeUndefined();
    expect(asked).toEqual(["shop-web"]);
  });

  it("passes on an error of AWS", async () => {
    const ask = () => Promise.reject(new Error("AccessDenied"));
    await expect(waitUntilHealthy([FLEET], { ask, acceptCut: [] })).rejects.toThrow("AccessDenied");
  });
});
