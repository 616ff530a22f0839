import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Platform } from "../../language/platform.ts";
import { resolve } from "../../language/resolve.ts";
import { cqube } from "../../platforms/cqube.ts";
import { roboshop } from "../../platforms/roboshop.ts";
import { VISITOR } from "../support/kernel/internet-hosts.ts";
import { BootedPlatform } from "../support/user-data/booted-platform.ts";

const [CQUBE, LAB] = [resolve(cqube, "prod"), resolve(roboshop, "lab")];
const unavailable = await BootedPlatform.unavailable(
  "nginx",
  "nodejs22",
  "python3.12",
  "openvpn",
  "nftables",
);

/** One fault in the user data of a server, which those whom it serves must notice. */
interface Fault {
  readonly fault: string;
  readonly platform: Platform;
  /** The servers to boot; the first has the fault. */
  readonly servers: readonly string[];
  readonly from: string;
  readonly to: string;
  /** Reports whether a person is served. */
  readonly isServed: (booted: BootedPlatform) => Promise<boolean>;
}

const FAULTS: readonly Fault[] = [
  {
    fault: "a package that is not installed",
    platform: CQUBE,
    servers: ["cqube-prod-nginx"],
    from: "dnf install -y nginx",
    to: "true",
    isServed: readerIsServed,
  },
  {
    fault: "a unit that is not started",
    platform: CQUBE,
    servers: ["cqube-prod-nginx"],
    from: "systemctl enable --now nginx\nsystemctl reload nginx",
    to: "true",
    isServed: readerIsServed,
  },
  {
    fault: "a path that is forwarded to another port",
    platform: CQUBE,
    servers: ["cqube-prod-nginx"],
    from: "proxy_pass http://$cqube:4200;",
    to: "proxy_pass http://$cqube:3000;",
    isServed: readerIsServed,
  },
  {
    fault: "a name that does not exist",
    platform: LAB,
    servers: ["roboshop-lab-frontend", "roboshop-lab-payment"],
    from: "set $backend payment.roboshop.internal;",
    to: "set $backend payments.roboshop.internal;",
    isServed: visitorIsServed,
  },
  {
    fault: "a backend in another language",
    platform: LAB,
    servers: ["roboshop-lab-payment", "roboshop-lab-frontend"],
    from: "dnf install -y python3.12",
    to: "dnf install -y nodejs22",
    isServed: visitorIsServed,
  },
  {
    fault: "a route that is not pushed",
    platform: CQUBE,
    servers: ["cqube-prod-openvpn"],
    from: 'push "route 10.30.32.0 255.255.224.0"',
    to: "",
    isServed: developerIsServed,
  },
];

describe.skipIf(unavailable !== undefined)(
  `a fault in a server's user data is noticed${unavailable === undefined ? "" : `: ${unavailable}`}`,
  () => {
    it.each([FAULTS[0], FAULTS[3], FAULTS[5]])("unless there is none: $servers.0", async (whole) => {
      const { platform, servers, isServed } = whole!;
      expect(await isServedBy(platform, { servers }, isServed)).toBe(true);
    });

    it.each(FAULTS)("$fault", async ({ platform, servers, from, to, isServed }) => {
      let changed = false;
      const change = (userData: string, server: string) => {
        if (server !== servers[0]) return userData;
        changed = userData.includes(from);
        return userData.replace(from, to);
      };
      const served = await isServedBy(platform, { servers, change }, isServed);
      expect({ changed, served }).toEqual({ changed: true, served: false });
    });
  },
);

/** Boots servers, and asks whether they serve; those whose user data fails do not. */
async function isServedBy(
  platform: Platform,
  options: Parameters<typeof BootedPlatform.boot>[1],
  isServed: Fault["isServed"],
): Promise<boolean> {
  const booted = await BootedPlatform.boot(platform, options).catch((error: Error) => {
    if (!error.message.startsWith("user data of ")) throw error;
  });
  if (booted === undefined) return false;
  try {
    return await isServed(booted);
  } finally {
    await booted.stop();
  }
}

/** cQube's dashboards, through the load balancer and nginx. */
async function readerIsServed(booted: BootedPlatform): Promise<boolean> {
  const stub = booted.startStub("aws_instance.cqube-server", 4200, 3000, 8000);
  const balancer = booted.startLoadBalancer("aws_lb.alb");
  try {
    await stub.outputs("listening 8000");
    const url = `https://${booted.publicAddress("aws_lb.alb")}/`;
    const options = "-sSk -m 5 -f --retry 8 --retry-delay 1 --retry-all-errors";
    const page = await booted.host(VISITOR).shell(`curl ${options} -H 'Host: cqube.example.org' ${url}`);
    return page.stdout === "4200 GET / 0\n";
  } finally {
    await Promise.all([stub.stop(), balancer.stop()]);
  }
}

/** RoboShop's payment, through the frontend. */
async function visitorIsServed(booted: BootedPlatform): Promise<boolean> {
  const url = `http://${booted.publicAddress("aws_instance.frontend")}/api/payment/health`;
  const options = "-sS -m 5 -f --retry 8 --retry-delay 1 --retry-all-errors";
  return (await booted.host(VISITOR).shell(`curl ${options} ${url}`)).stdout.startsWith("payment:");
}

/** cQube's server, over the VPN's tunnel. */
async function developerIsServed(booted: BootedPlatform): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), "drydock-fault-"));
  const stub = booted.startStub("aws_instance.cqube-server", 8080);
  const file = join(folder, "asha.ovpn");
  writeFileSync(file, await booted.server("cqube-prod-openvpn").output("/usr/local/sbin/vpn create asha"));
  const tunnel = booted.host(VISITOR).start("openvpn", ["--config", file, "--connect-timeout", "5"]);
  try {
    await stub.outputs("listening 8080");
    await tunnel.outputs("Initialization Sequence Completed");
    const server = booted.network.hosts.find(({ name }) => name.includes("/aws_instance.cqube-server"));
    const url = `http://${server?.addresses[0]}:8080/`;
    return (await booted.host(VISITOR).shell(`curl -sS -m 5 ${url}`)).code === 0;
  } finally {
    await Promise.all([stub.stop(), tunnel.stop()]);
    rmSync(folder, { recursive: true });
  }
}
