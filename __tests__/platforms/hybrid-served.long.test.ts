import { BootedPlatform } from "../support/user-data/booted-platform.ts";
import { hybridWithoutGateways } from "./hybrid-without-gateways.ts";

const unavailable = await BootedPlatform.unavailable();

describe.skipIf(unavailable !== undefined)(
  `Hybrid with servers that run their user data${unavailable === undefined ? "" : `: ${unavailable}`}`,
  () => {
    let booted: BootedPlatform;
    beforeAll(async () => {
      booted = await BootedPlatform.boot(hybridWithoutGateways());
    });
    afterAll(() => booted.stop());

    const server = (name: string) => booted.server(`hybrid-prod-${name}`);
    const RETRY = "--retry 20 --retry-delay 1 --retry-all-errors";

    it.each([
      ["status", "http", 80],
      ["terminal", "http", 8443],
      ["terminal", "http", 8889],
      ["directory", "https", 636],
      ["directory", "http", 27_000],
      ["resolver", "http", 53],
      ["resolver#1", "http", 53],
      ["ledger", "https", 7000],
      ["ledger#1", "https", 7000],
      ["partner-app", "http", 9000],
      ["scanner", "http", 5000],
      ["web-eu", "http", 8080],
    ])("%s answers over %s on its port %i, and on no neighbour", async (name, protocol, port) => {
      const ask = (at: number, options: string) =>
        server(name).shell(`curl -skS -m 5 -f ${options} ${protocol}://${server(name).address}:${at}/health`);
      expect((await ask(port, RETRY)).code).toBe(0);
      expect((await ask(port + 1, "")).code).toBe(7);
    });

    it("the resolver answers over UDP", async () => {
      const question = "beef0100000100000000000004636f72700000010001";
      const reply = await server("resolver").output(
        `python3 -c 'import socket; s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.settimeout(5); s.sendto(bytes.fromhex("${question}"), ("${server("resolver").address}", 53)); print(s.recv(512).hex())'`,
      );
      expect(reply.trim()).toBe(`beef8105${question.slice(8)}`);
    });

    it("the notes' test: curl reaches the simple web server on port 8889 from the partner, and from nowhere else", async () => {
      const url = "http://terminal.shop.corp.internal:8889/";
      const ask = (name: string) => server(name).shell(`curl -sS -m 3 -o /dev/null -w '%{http_code}' ${url}`);
      expect((await ask("partner-app")).stdout).toBe("200");
      for (const other of ["directory", "archivist", "scanner"]) expect((await ask(other)).code).not.toBe(0);
      const wrong = await server("partner-app").shell(
        "curl -sS -m 3 http://terminal.shop.corp.internal:8443/",
      );
      expect(wrong.code).toBe(28);
    });

    it("servers of two regions reach each other by name over the VPN, on the flows' ports only", async () => {
      const ask = (name: string, url: string) =>
        server(name).shell(`curl -sS -m 3 -f -o /dev/null -w '%{http_code} %{remote_ip}' ${url}`);
      const webEu = await ask("partner-app", "http://web-eu.shop-eu.corp.internal:8080/");
      expect(webEu.stdout).toBe(`200 ${server("web-eu").address}`);
      const partnerApp = await ask("web-eu", `http://${server("partner-app").address}:9000/`);
      expect(partnerApp.stdout).toBe(`200 ${server("partner-app").address}`);
      const [port, status, terminal] = await Promise.all([
        ask("partner-app", "http://web-eu.shop-eu.corp.internal:8081/"),
        ask("partner-app", "http://status.shop-eu.corp.internal/"),
        ask("terminal", `http://${server("web-eu").address}:8080/`),
      ]);
      for (const { code } of [port, status, terminal]) expect(code).not.toBe(0);
    });
  },
);
