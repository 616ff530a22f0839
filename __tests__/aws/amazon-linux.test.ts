import { AMAZON_LINUX_PACKAGES } from "../../aws/amazon-linux.ts";
import { required } from "../../language/required.ts";
import { resolve } from "../../language/resolve.ts";
import type { FleetSettings, ServerSettings } from "../../language/workloads.ts";
import { platforms } from "../../platforms/index.ts";
import { PACKAGE_COUNTERPARTS } from "../support/user-data/packages.ts";

/** Each server and fleet of every platform and environment. */
const servers = platforms.flatMap((spec) =>
  Object.keys(spec.environments).flatMap((environment) =>
    Object.entries(resolve(spec, environment).workloads).flatMap(([name, workload]) =>
      workload.kind === "service"
        ? []
        : [[`${spec.name} ${environment} ${name}`, workload] as [string, ServerSettings | FleetSettings]],
    ),
  ),
);

/** The units that shell lines enable, but do not write: packages must bring them. */
function unitsOfPackages({ units, setup }: ServerSettings | FleetSettings): string[] {
  const lines = setup.join("\n");
  const enabled = [...lines.matchAll(/systemctl enable --now ([^\n;&|]+)/g)].flatMap(([, names = ""]) =>
    names.trim().split(/\s+/),
  );
  const isWritten = (unit: string) =>
    lines.includes(`> /etc/systemd/system/${unit.includes(".") ? unit : `${unit}.service`}`);
  return [...units, ...enabled].filter((unit) => !isWritten(unit));
}

test.each(servers)("%s installs packages of Amazon Linux, and enables units that they bring", (_, server) => {
  expect(server.packages.filter((name) => !(name in AMAZON_LINUX_PACKAGES))).toEqual([]);
  const brought = server.packages.flatMap((name) => required(AMAZON_LINUX_PACKAGES, name).units);
  const units = unitsOfPackages(server).map((unit) => unit.replace(/@.*$/, "@"));
  expect(units.filter((unit) => !brought.includes(unit))).toEqual([]);
});

test("the units of some servers are found in their shell lines", () => {
  const of = (name: string) => unitsOfPackages(required(Object.fromEntries(servers), name));
  expect(of("cqube prod openvpn")).toEqual(["openvpn-server@server"]);
  expect(of("cqube prod nginx")).toEqual(["nginx"]);
});

test("every package has a counterpart on the machine that runs the tests of user data", () => {
  expect(Object.keys(PACKAGE_COUNTERPARTS).sort()).toEqual(Object.keys(AMAZON_LINUX_PACKAGES).sort());
});
