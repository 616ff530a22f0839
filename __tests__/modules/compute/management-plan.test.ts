import type { Flow } from "../../../language/flows.ts";
import { flow, tcp, udp } from "../../../language/language.ts";
import { resolve } from "../../../language/resolve.ts";
import { isManagedBySystemsManager, SESSION_STATEMENTS } from "../../../modules/compute/management-plan.ts";
import { cqube } from "../../../platforms/cqube.ts";
import { roboshop } from "../../../platforms/roboshop.ts";

const endpoints = resolve(cqube, "prod");
const none = resolve(roboshop, "lab");

describe("isManagedBySystemsManager", () => {
  it("cQube: is true for the server: it has a flow to AWS and interface endpoints for Systems Manager", () => {
    expect(isManagedBySystemsManager(endpoints, "cqube")).toBe(true);
    expect(isManagedBySystemsManager({ ...endpoints, flows: [] }, "cqube")).toBe(false);
  });

  it("requires both interface endpoints of Session Manager: ssm and ssmmessages", () => {
    const main = endpoints.networks.main!;
    for (const service of ["ssm", "ssmmessages"]) {
      const networks = {
        main: { ...main, endpoints: { ...main.endpoints, interface: [service, "ec2messages"] } },
      };
      expect(isManagedBySystemsManager({ ...endpoints, networks }, "cqube")).toBe(false);
    }
  });

  it("RoboShop: is false for every server: none has a path to Systems Manager", () => {
    const servers = Object.keys(none.workloads);
    expect(servers).toHaveLength(7);
    expect(servers.filter((name) => isManagedBySystemsManager(none, name))).toEqual([]);
  });

  it("accepts a flow to the internet on TCP port 443", () => {
    const withFlow = (one: Flow) => isManagedBySystemsManager({ ...none, flows: [one] }, "frontend");
    expect(withFlow(flow("frontend", "internet", tcp(443)))).toBe(true);
    expect(withFlow(flow("frontend", "internet", tcp(80, 1000)))).toBe(true);
    expect(withFlow(flow("frontend", "internet", tcp(80)))).toBe(false);
    expect(withFlow(flow("frontend", "internet", udp(443)))).toBe(false);
    expect(withFlow(flow("user", "internet", tcp(443)))).toBe(false);
    expect(withFlow(flow("frontend", "office", tcp(443)))).toBe(false);
  });
});

it("SESSION_STATEMENTS let the agent open sessions and read nothing", () => {
  const actions = SESSION_STATEMENTS.flatMap((statement) => statement.actions);
  expect(actions).toEqual([
    "ssm:UpdateInstanceInformation",
    "ssmmessages:CreateControlChannel",
    "ssmmessages:CreateDataChannel",
    "ssmmessages:OpenControlChannel",
    "ssmmessages:OpenDataChannel",
  ]);
});
