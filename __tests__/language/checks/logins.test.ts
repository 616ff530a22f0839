import { flow } from "../../../language/language.ts";
import { itRejects, itRejectsUntilFixed } from "../support/bad-specs.ts";
import { shop } from "../support/shop.ts";

const OPERATORS = "arn:aws:iam::111111111111:role/operators";
const ENDPOINTS = ["ssm", "ssmmessages", "kms", "logs"];
const main = (settings: object) => ({ networks: { main: settings } });

describe("checks of logins", () => {
  itRejects(shop, [
    [
      "logins for everyone in an account",
      {
        networks: {
          main: {
            instanceConnect: { principals: [OPERATORS, "arn:aws:iam::111111111111:root"] },
          },
        },
      },
      'networks.main.instanceConnect.principals[1]: received "arn:aws:iam::111111111111:root"; allowed: the ARN of an IAM user or role. Fix: write it as "arn:aws:iam::123456789012:role/operators".',
    ],
    [
      "logins in a tier that does not exist, for one person twice",
      {
        networks: {
          main: { instanceConnect: { tier: "pubic", principals: [OPERATORS, OPERATORS] } },
        },
      },
      'networks.main.instanceConnect.tier: received "pubic"; allowed: a tier of this network: public, private or database. Fix: did you mean "public"?',
      `networks.main.instanceConnect.principals[1]: received "${OPERATORS}"; allowed: each principal only once. Fix: remove the duplicate.`,
    ],
    [
      "logins for nobody",
      main({ instanceConnect: {} }),
      'networks.main.instanceConnect.principals: received []; allowed: at least one, here or in permissionSets: nobody else may log in. Fix: name someone, such as "arn:aws:iam::123456789012:role/operators", or remove the setting.',
    ],
    [
      "a permission set by its ARN",
      main({ instanceConnect: { permissionSets: ["arn:aws:sso:::permissionSet/ssoins-1/ps-1"] } }),
      'networks.main.instanceConnect.permissionSets[0]: received "arn:aws:sso:::permissionSet/ssoins-1/ps-1"; allowed: the name of a permission set of IAM Identity Center. Fix: write its name only, such as "Operators".',
    ],
    [
      "a permission set twice",
      main({ instanceConnect: { permissionSets: ["Operators", "Operators"] } }),
      'networks.main.instanceConnect.permissionSets[1]: received "Operators"; allowed: each permission set only once. Fix: remove the duplicate.',
    ],
    [
      "a session that never ends, and a log of 10 days",
      main({ sessionManager: { principals: [OPERATORS], idleMinutes: 0, logRetentionDays: 10 } }),
      "networks.main.sessionManager.logRetentionDays: received 10; allowed: one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653 days. Fix: use 14.",
      "networks.main.sessionManager.idleMinutes: received 0; allowed: a whole number from 1 to 60 (minutes). Fix: use 1 or more.",
    ],
  ]);

  itRejectsUntilFixed(shop, [
    {
      title: "sessions on servers without a path to Systems Manager",
      bad: main({ sessionManager: { principals: [OPERATORS] } }),
      line: `networks.main.sessionManager: received {"principals":["${OPERATORS}"],"permissionSets":[],…; allowed: only where each server and fleet has a path to ssm, ssmmessages, kms, logs: none from relay, workers. Fix: add flow("relay", "aws") and the services to networks.main.endpoints.interface, or a flow to internet on 443.`,
      fixed: {
        ...main({ sessionManager: { principals: [OPERATORS] }, endpoints: { interface: ENDPOINTS } }),
        flows: [...shop.flows!, flow("relay", "aws")],
      },
    },
  ]);
});
