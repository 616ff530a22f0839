import { flow, server } from "../../../language/language.ts";
import { itRejects, problemLines } from "../support/bad-specs.ts";
import { shop, shopIngress } from "../support/shop.ts";

/** A server with one environment variable. */
function withVariable(value: unknown) {
  return {
    workloads: { hook: server({ tier: "private", port: 81, environment: { X: value as string } }) },
    flows: [flow("web", "hook"), ...shopIngress],
  };
}

describe("checks of a server's environment variables", () => {
  itRejects(shop, [
    [
      "an unknown store",
      withVariable({ store: "bd", attribute: "address" }),
      'workloads.hook.environment.X.store: received "bd"; allowed: a database, cache or bucket: db, cache or files. Fix: use one of them.',
    ],
    [
      "an attribute that the store does not have",
      withVariable({ store: "files", attribute: "address" }),
      'workloads.hook.environment.X.attribute: received "address"; allowed: an attribute of a bucket store: name. Fix: use "name".',
    ],
    [
      "a private name in a network without a private zone",
      {
        ...withVariable({ store: "db", attribute: "privateName" }),
        networks: { main: { privateZone: null } },
      },
      'workloads.hook.environment.X.attribute: received "privateName"; allowed: a store in a network with a private zone: main has none. Fix: set networks.main.privateZone, or use "address".',
    ],
    [
      "a text that a file in quotes cannot hold",
      withVariable("it's"),
      'workloads.hook.environment.X: received "it\'s"; allowed: one line of text without single quotes, or { store, attribute }. Fix: write "value" or { store: "db", attribute: "address" }.',
    ],
    [
      "two lines",
      withVariable("a\nb"),
      'workloads.hook.environment.X: received "a\\nb"; allowed: one line of text without single quotes, or { store, attribute }. Fix: write "value" or { store: "db", attribute: "address" }.',
    ],
    [
      "the ARN of credentials without a flow to the database and a path to Secrets Manager",
      withVariable({ store: "db", attribute: "secretArn" }),
      'workloads.hook.environment.X.store: received "db"; allowed: the credentials of a database that hook has a flow to. Fix: add flow("hook", "db"), or remove this.',
      'workloads.hook.environment.X.store: received "db"; allowed: credentials only with a path to Secrets Manager: its interface endpoint, or the internet on TCP 443. Fix: add "secretsmanager" to networks.main.endpoints.interface and flow("hook", "aws").',
    ],
  ]);

  it.each([
    "plain $HOME text",
    { store: "db", attribute: "privateName" },
    { store: "cache", attribute: "port" },
  ])("accepts %j", (value) => {
    expect(problemLines(shop, withVariable(value))).toEqual([]);
  });
});
