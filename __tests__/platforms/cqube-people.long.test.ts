import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { resolve } from "../../language/resolve.ts";
import { cqube } from "../../platforms/cqube.ts";
import { VISITOR } from "../support/kernel/internet-hosts.ts";
import { BootedPlatform } from "../support/user-data/booted-platform.ts";
import type { RunningCommand } from "../support/user-data/booted-server.ts";

const prod = resolve(cqube, "prod");
const SERVER = "aws_instance.cqube-server";
const NGINX = "cqube-prod-nginx";
const VPN = "cqube-prod-openvpn";
const unavailable = await BootedPlatform.unavailable("nginx", "openvpn", "nftables");

describe.skipIf(unavailable !== undefined)(
  `cQube serves its people${unavailable === undefined ? "" : `: ${unavailable}`}`,
  () => {
    const folder = mkdtempSync(join(tmpdir(), "drydock-people-"));
    const running: RunningCommand[] = [];
    let booted: BootedPlatform;
    let site = "";
    let server = "";

    beforeAll(async () => {
      booted = await BootedPlatform.boot(prod, { servers: [NGINX, VPN] });
      site = booted.publicAddress("aws_lb.alb");
      server = booted.network.hosts.find(({ name }) => name.includes(`/${SERVER}`))!.addresses[0]!;
      const balancer = keep(booted.startLoadBalancer("aws_lb.alb"));
      // A target group for each port of nginx: well before cQube is installed.
      await balancer.outputs("nginx-targets_");
      await balancer.outputs("nginx-443-targets_");
    });
    afterAll(async () => {
      await Promise.all(running.map((one) => one.stop()));
      await booted?.stop();
      rmSync(folder, { recursive: true });
    });

    function keep(command: RunningCommand): RunningCommand {
      running.push(command);
      return command;
    }

    const browse = (path: string, ...options: string[]) =>
      booted
        .host(VISITOR)
        .run("curl", ["-sSk", "-m", "60", "-H", "Host: cqube.example.org", ...options, path]);
    const visit = async (path: string, ...options: string[]) => (await browse(path, ...options)).stdout;

    it("says that cQube does not answer yet, before it is installed", async () => {
      expect(await visit(`http://${site}/`, "-w", "%{http_code}")).toBe("cQube does not answer yet.\n503");
    });

    describe("once it is installed", () => {
      beforeAll(async () => {
        const ports = [4200, 3000, 8000, 4201, 3001, 9000, 8080, 8096, 22, 5432];
        await keep(booted.startStub(SERVER, ...ports)).outputs("listening 5432");
      });

      it.each([
        ["dashboards", "/", "4200 GET / 0\n"],
        ["the API", "/api/states?year=2026", "3000 GET /api/states?year=2026 0\n"],
        ["files", "/data/list", "8000 GET /data/list 0\n"],
      ])("shows a reader %s over HTTP and HTTPS", async (_, path, answer) => {
        expect(await visit(`http://${site}${path}`)).toBe(answer);
        expect(await visit(`https://${site}${path}`)).toBe(answer);
      });

      it("takes a file of 200 MB", async () => {
        const file = join(folder, "upload");
        await booted.host(VISITOR).output(`truncate -s 200M ${file}`);
        expect(await visit(`https://${site}/data/upload`, "-T", file)).toBe(
          `8000 PUT /data/upload ${200 * 1024 * 1024}\n`,
        );
        rmSync(file);
      });

      it("follows cQube over a restart of nginx's server", async () => {
        await booted.reboot(NGINX);
        await expect.poll(() => visit(`http://${site}/`), { timeout: 20_000 }).toBe("4200 GET / 0\n");
      });

      describe("to a developer", () => {
        /** Makes a client on the server, and returns its file. */
        async function createClient(name: string): Promise<string> {
          const file = join(folder, `${name}.ovpn`);
          writeFileSync(file, await booted.server(VPN).output(`/usr/local/sbin/vpn create ${name}`));
          return file;
        }
        const connect = (file: string) =>
          keep(booted.host(VISITOR).start("openvpn", ["--config", file, "--connect-timeout", "5"]));
        const reaches = async (address: string, port: number) =>
          (await booted.host(VISITOR).run("curl", ["-sS", "-m", "2", `http://${address}:${port}/`])).code ===
          0;

        it("opens the private tier's declared ports over the tunnel, and nothing else", async () => {
          expect(await reaches(server, 8080)).toBe(false);
          const tunnel = connect(await createClient("asha"));
          await tunnel.outputs("Initialization Sequence Completed");
          for (const port of [4201, 3001, 9000, 8080, 8096, 22])
            expect([port, await reaches(server, port)]).toEqual([port, true]);
          for (const port of [4200, 3000, 8000, 5432])
            expect([port, await reaches(server, port)]).toEqual([port, false]);
          // The VPN's server itself, and nginx in the public tier.
          const gateway = await booted.server(VPN).output("ip -4 -o address show tun0 | awk '{print $4}'");
          await keep(booted.startStub("aws_instance.openvpn-server", 22)).outputs("listening 22");
          expect(await reaches(gateway.split("/")[0]!, 22)).toBe(false);
          expect(await reaches(booted.server(NGINX).address, 80)).toBe(false);
          const routes = await booted.host(VISITOR).output("ip -4 route show dev tun0");
          expect(routes.match(/^\S+/gm)).toEqual(["10.30.32.0/19", "10.31.0.0/24"]);
          await tunnel.stop();
        });

        it("lists clients, makes no name twice, and keeps no client's key", async () => {
          const vpn = booted.server(VPN);
          expect(await vpn.output("vpn list")).toMatch(/^asha valid until \d{4}-\d\d-\d\d\n$/);
          expect((await vpn.shell("vpn create asha")).stderr).toBe("vpn: asha exists: revoke it first\n");
          expect((await vpn.shell("vpn create ../ca")).stderr).toContain("a name is 1 to 32 of");
          expect(await vpn.output("ls /var/lib/vpn/pki/*.key")).toBe(
            ["ca", "server", "tls-crypt"].map((name) => `/var/lib/vpn/pki/${name}.key\n`).join(""),
          );
        });

        it("serves the same clients from a replaced server, and after a restart", async () => {
          const vpn = booted.server(VPN);
          await vpn.output("systemctl stop openvpn-server@server; rm -r /var/lib/vpn /etc/openvpn/server/*");
          expect([(await vpn.runUserData()).code, await vpn.userDataOutput()]).toEqual([
            0,
            expect.anything(),
          ]);
          await booted.reboot(VPN);
          const tunnel = connect(join(folder, "asha.ovpn"));
          await tunnel.outputs("Initialization Sequence Completed");
          expect(await reaches(server, 8080)).toBe(true);
          await tunnel.stop();
        });

        it("refuses a client that was revoked, also after the weekly renewal", async () => {
          const vpn = booted.server(VPN);
          await vpn.output("vpn revoke asha && systemctl start vpn-renew");
          expect(await vpn.output("vpn list")).toMatch(/^asha revoked/);
          const refused = connect(join(folder, "asha.ovpn"));
          await expect(refused.outputs("Initialization Sequence Completed", 8)).rejects.toThrow();
          await refused.stop();
          expect(await vpn.output("cat /var/log/openvpn-server@server.service.log")).toContain(
            "certificate revoked",
          );
          const tunnel = connect(await createClient("asha"));
          await tunnel.outputs("Initialization Sequence Completed");
          await tunnel.stop();
        });
      });
    });
  },
);
