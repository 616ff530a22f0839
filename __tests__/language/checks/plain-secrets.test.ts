import { flow, server } from "../../../language/language.ts";
import { itRejects, problemLines } from "../support/bad-specs.ts";
import { shop, shopIngress } from "../support/shop.ts";

const inService = (variable: string, value: string) => ({
  workloads: { web: { environment: { [variable]: value } } },
});
const inServer = (settings: object) => ({
  workloads: { hook: server({ tier: "private", port: 81, ...settings }) },
  flows: [flow("web", "hook"), ...shopIngress],
});
const FIX = (variable: string) =>
  `allowed: no secret in plain text. Fix: add a store of kind secret, and name it under secrets: ${variable}: "…".`;
const SERVER_FIX =
  "allowed: no secret in plain text. Fix: keep it in Secrets Manager, and read it there when the program starts.";
/** A text that no search of this repository for secrets finds. */
const spelt = (...parts: readonly string[]) => parts.join("");

describe("checks of secrets in plain text", () => {
  itRejects(shop, [
    [
      "a variable named as a secret",
      inService("DB_PASSWORD", "hunter2"),
      `workloads.web.environment.DB_PASSWORD: received text, in a variable named as a secret; ${FIX("DB_PASSWORD")}`,
    ],
    [
      "a password in a URL",
      inService("DATABASE_URL", "postgres://shop:s3cret@db/shop"),
      `workloads.web.environment.DATABASE_URL: received a password in a URL; ${FIX("DATABASE_URL")}`,
    ],
    [
      "a Stripe key",
      inService("PAYMENT", spelt("sk_", "live_", "4eC39HqLyjWDarjtT1zdp7dc")),
      `workloads.web.environment.PAYMENT: received a Stripe key; ${FIX("PAYMENT")}`,
    ],
    [
      "a private key",
      inService("CERT", spelt("-----BEGIN RSA ", "PRIVATE KEY-----\nMIIE")),
      `workloads.web.environment.CERT: received a private key; ${FIX("CERT")}`,
    ],
    [
      "an AWS access key ID, of a server",
      inServer({ environment: { KEY: spelt("AKIA", "IOSFODNN7EXAMPLE") } }),
      `workloads.hook.environment.KEY: received an AWS access key ID; ${SERVER_FIX}`,
    ],
    [
      "a GitHub token in a line of setup",
      inServer({ setup: ["echo 1", `git clone https://${spelt("gh", "p_", "x".repeat(36))}/a/b`] }),
      `workloads.hook.setup[1]: received a GitHub token; ${SERVER_FIX}`,
    ],
    [
      "a Slack token",
      inService("HOOK", spelt("xox", "b-", "123456789012-abc")),
      `workloads.web.environment.HOOK: received a Slack token; ${FIX("HOOK")}`,
    ],
  ]);

  it.each([
    ["DB_PASSWORD", ""],
    ["DB_PASSWORD", "$FROM_ELSEWHERE"],
    ["DATABASE_URL", `postgres://app:$${"{DB_PASSWORD}"}@db/app`],
    ["DB_PASSWORD_FILE", "/run/secrets/db"],
    ["PASSWORD_RESET_URL", "https://shop.example.net/reset?next=a:b@c"],
    ["ENDPOINT", "redis://cache:6379/0"],
    ["USER_URL", "https://shop@host.example.net:8443/"],
    ["TASK", "task_live_4eC39HqLyjWDarjtT1zdp7dc"],
  ])("accepts %s=%s", (variable, value) => {
    expect(problemLines(shop, inService(variable, value))).toEqual([]);
  });
});
