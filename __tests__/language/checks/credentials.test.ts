import { flow, tcp, whereReachable } from "../../../language/language.ts";
import { itRejects, problemLines } from "../support/bad-specs.ts";
import { shop } from "../support/shop.ts";

const SECRET_ARN = { store: "db", attribute: "secretArn" };
const PASSWORD = { store: "db", field: "password" };
const ENDPOINT = { networks: { main: { endpoints: { interface: ["secretsmanager"] } } } };
const VARIABLE = "workloads.web.environment.DATABASE_SECRET_ARN.store";
const NO_PATH =
  "allowed: credentials only with a path to Secrets Manager: its interface endpoint, or the internet on TCP 443.";

const WORKERS_FLOWS = [flow("workers", "db"), flow("workers", "internet", tcp(443))];

/**
 * The change that adds the database's secret ARN to the web service's environment, and sets these
 * flows.
 */
function withSecretArn(...flows: readonly ReturnType<typeof flow>[]) {
  return { workloads: { web: { environment: { DATABASE_SECRET_ARN: SECRET_ARN } } }, flows };
}

describe("checks of database credentials", () => {
  itRejects(shop, [
    [
      "a password without secretArn, which the app cannot read again",
      { workloads: { web: { secrets: { DATABASE_PASSWORD: PASSWORD } } } },
      'workloads.web.secrets.DATABASE_PASSWORD: received {"store":"db","field":"password"}; allowed: a password that the app can read again after RDS rotates it: environment has no secretArn of db. Fix: add environment.DATABASE_SECRET_ARN: { store: "db", attribute: "secretArn" }.',
    ],
    [
      "such a password with another variable name, beside another attribute of the database",
      {
        workloads: {
          web: { secrets: { PASSWORD }, environment: { HOST: { store: "db", attribute: "address" } } },
        },
      },
      'workloads.web.secrets.PASSWORD: received {"store":"db","field":"password"}; allowed: a password that the app can read again after RDS rotates it: environment has no secretArn of db. Fix: add environment.DATABASE_SECRET_ARN: { store: "db", attribute: "secretArn" }.',
    ],
    [
      "a secretArn of a cache",
      { workloads: { web: { environment: { X: { store: "cache", attribute: "secretArn" } } } } },
      'workloads.web.environment.X.attribute: received "secretArn"; allowed: an attribute of a redis store: address, privateName, port, name or iamUser. Fix: use one of them.',
    ],
    [
      "the credentials of a database that the app has no flow to",
      withSecretArn(flow("internet", "web"), flow("internet", "relay"), flow("web", "internet", tcp(443))),
      `${VARIABLE}: received "db"; allowed: the credentials of a database that web has a flow to. Fix: add flow("web", "db"), or remove this.`,
    ],
    [
      "credentials without a path to Secrets Manager",
      withSecretArn(flow("internet", "web"), flow("internet", "relay"), flow("web", "db")),
      `${VARIABLE}: received "db"; ${NO_PATH} Fix: add "secretsmanager" to networks.main.endpoints.interface and flow("web", "aws").`,
    ],
    [
      "credentials with VPC endpoints, but without Secrets Manager's",
      withSecretArn(
        flow("internet", "web"),
        flow("internet", "relay"),
        flow("web", "db"),
        flow("web", "aws"),
      ),
      `${VARIABLE}: received "db"; ${NO_PATH} Fix: add "secretsmanager" to networks.main.endpoints.interface.`,
    ],
    [
      "credentials with Secrets Manager's endpoint, but without a flow to it",
      {
        ...withSecretArn(flow("internet", "web"), flow("internet", "relay"), flow("web", "db")),
        ...ENDPOINT,
      },
      `${VARIABLE}: received "db"; ${NO_PATH} Fix: add flow("web", "aws").`,
    ],
    [
      "credentials with internet access on another port than Secrets Manager's",
      withSecretArn(
        flow("internet", "web"),
        flow("internet", "relay"),
        flow("web", "db"),
        flow("web", "aws"),
        flow("web", "internet", tcp(80)),
      ),
      `${VARIABLE}: received "db"; ${NO_PATH} Fix: add "secretsmanager" to networks.main.endpoints.interface.`,
    ],
    [
      "credentials with a whereReachable flow to the internet that has no path",
      {
        ...withSecretArn(
          flow("internet", "web"),
          flow("internet", "relay"),
          flow("web", "db"),
          whereReachable(flow("web", "internet", tcp(443))),
        ),
        networks: { main: { nat: { kind: "none" } } },
      },
      `${VARIABLE}: received "db"; ${NO_PATH} Fix: add "secretsmanager" to networks.main.endpoints.interface and flow("web", "aws").`,
    ],
    [
      "credentials of stores that are not databases, and duplicates",
      {
        workloads: { workers: { secrets: ["cache", "api-key", "bd", "db", "db"] } },
        flows: [...(shop.flows ?? []), ...WORKERS_FLOWS],
      },
      'workloads.workers.secrets[4]: received "db"; allowed: each database only once. Fix: remove the duplicate.',
      'workloads.workers.secrets[0]: received "cache"; allowed: a store of kind postgres: db. Fix: use "db".',
      'workloads.workers.secrets[1]: received "api-key"; allowed: a store of kind postgres: db. Fix: use "db".',
      'workloads.workers.secrets[2]: received "bd"; allowed: a store of kind postgres: db. Fix: use "db".',
    ],
    [
      "a server's credentials for a database that it has no flow to",
      {
        workloads: { relay: { secrets: ["db"] } },
        flows: [...(shop.flows ?? []), flow("relay", "internet", tcp(443)), flow("workers", "db")],
      },
      'workloads.relay.secrets[0]: received "db"; allowed: the credentials of a database that relay has a flow to. Fix: add flow("relay", "db"), or remove this.',
    ],
    [
      "a server's credentials without a path to Secrets Manager",
      { workloads: { relay: { secrets: ["db"] } }, flows: [...(shop.flows ?? []), flow("relay", "db")] },
      `workloads.relay.secrets[0]: received "db"; ${NO_PATH} Fix: add "secretsmanager" to networks.main.endpoints.interface and flow("relay", "aws").`,
    ],
    [
      "a fleet's credentials without Secrets Manager's endpoint",
      { workloads: { workers: { secrets: ["db"] } }, flows: [...(shop.flows ?? []), flow("workers", "db")] },
      `workloads.workers.secrets[0]: received "db"; ${NO_PATH} Fix: add "secretsmanager" to networks.main.endpoints.interface.`,
    ],
    [
      "tag keys that instance metadata does not support",
      {
        tags: { "Cost Centre": "1", "team/owner": "ops", _index: "1", "..": "2", "Data:class.1": "open" },
        workloads: { workers: { secrets: ["db"] } },
        flows: [...(shop.flows ?? []), ...WORKERS_FLOWS],
      },
      ...[
        ["Cost Centre", '["Cost Centre"]', 'write "Cost-Centre"'],
        ["team/owner", '["team/owner"]', 'write "team-owner"'],
        ["_index", "._index", 'use a key such as "CostCentre"'],
        ["..", '[".."]', 'use a key such as "CostCentre"'],
      ].map(
        ([key, at, fix]) =>
          `tags${at}: received "${key}"; allowed: a tag key without spaces or slashes, other than "_index", "." and "..": servers find their secrets by tags in instance metadata. Fix: ${fix}.`,
      ),
    ],
  ]);

  it("accepts any tag keys if no server reads credentials", () => {
    expect(problemLines(shop, { tags: { "Cost Centre": "1" } })).toEqual([]);
  });

  it("accepts a server that reads credentials, with both flows", () => {
    const flows = [...(shop.flows ?? []), ...WORKERS_FLOWS];
    expect(problemLines(shop, { workloads: { workers: { secrets: ["db"] } }, flows })).toEqual([]);
  });

  it("accepts credentials read over the internet, and through the endpoint", () => {
    const flows = [flow("internet", "web"), flow("internet", "relay"), flow("web", "db")];
    const credentials = { secrets: { DATABASE_PASSWORD: PASSWORD }, ...withSecretArn().workloads.web };
    const overNat = { workloads: { web: credentials }, flows: [...flows, flow("web", "internet", tcp(443))] };
    const byEndpoint = {
      ...ENDPOINT,
      workloads: { web: credentials },
      flows: [...flows, flow("web", "aws")],
    };
    expect(problemLines(shop, overNat)).toEqual([]);
    expect(problemLines(shop, byEndpoint)).toEqual([]);
  });
});
