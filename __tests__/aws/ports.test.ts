import { DATABASE_PORTS, defaultDatabasePort } from "../../aws/database-ports.ts";
import { LINUX_PORTS, WIDE_PORTS, WINDOWS_PORTS } from "../../aws/ephemeral-ports.ts";
import { resolve } from "../../language/resolve.ts";
import { planAcls } from "../../modules/network/acl-plan.ts";
import { shop } from "../language/support/shop.ts";
import { endpointsOf, formatEndpoint } from "../tools/reach/support/endpoints.ts";
import { computedAfterCreate } from "../tools/rehearse/simulator/computed-values/support.ts";

describe("ephemeral ports", () => {
  it("of any client include those of each kind of client", () => {
    for (const [from, to] of [LINUX_PORTS, WINDOWS_PORTS]) {
      expect(from).toBeGreaterThanOrEqual(WIDE_PORTS[0]);
      expect(to).toBeLessThanOrEqual(WIDE_PORTS[1]);
    }
  });

  it("are the ports that a planned network ACL opens for replies", () => {
    const entries = planAcls(resolve(shop, "prod"), "main");
    const ranges = entries.filter(({ ports }) => ports.from !== ports.to);
    expect(new Set(ranges.map(({ direction }) => direction)).size).toBe(2);
    for (const { ports } of ranges) expect([ports.from, ports.to]).toEqual(WIDE_PORTS);
  });

  it("are those of a load balancer in the network model", () => {
    const balancer = { aws_lb: { front: { subnets: ["${aws_subnet.a.id}"], security_groups: [] } } };
    const ephemeralPorts = WIDE_PORTS.join("-");
    expect(formatEndpoint(endpointsOf(balancer).get("net/aws_lb.front"))).toMatchObject({ ephemeralPorts });
  });
});

describe("default database ports", () => {
  it.each([
    ["postgres", DATABASE_PORTS.postgres],
    ["mariadb", DATABASE_PORTS.mysql],
    ["oracle-se2", DATABASE_PORTS.oracle],
    ["custom-oracle-ee", DATABASE_PORTS.oracle],
    ["custom-sqlserver-se", DATABASE_PORTS.sqlserver],
    ["db2-se", DATABASE_PORTS.db2],
  ])("are the same in the simulator and in the network model: %s", (engine, port) => {
    const values = { identifier: "db", engine };
    expect(defaultDatabasePort(engine)).toBe(port);
    expect(computedAfterCreate("aws_db_instance", values, { port: "number" }).port).toBe(port);
    const database = { aws_db_instance: { db: { ...values, vpc_security_group_ids: [] } } };
    const endpoint = formatEndpoint(endpointsOf(database).get("net/aws_db_instance.db"));
    expect(endpoint).toMatchObject({ listening: `tcp ${port}` });
  });

  it("are unknown for an unknown engine", () => {
    expect(defaultDatabasePort("frobnicate")).toBeUndefined();
  });
});
