import { BootedPlatform } from "../support/user-data/booted-platform.ts";
import { hybridWithoutGateways } from "./hybrid-without-gateways.ts";

const unavailable = await BootedPlatform.unavailable();

// The shortest of the tests in hybrid-served.long.test.ts: the network notes' own.
test.skipIf(unavailable !== undefined)(
  `Hybrid's partner reaches the simple web server on port 8889 with curl, and nobody else does${
    unavailable === undefined ? "" : `: ${unavailable}`
  }`,
  async () => {
    const servers = ["hybrid-prod-terminal", "hybrid-prod-partner-app"];
    const booted = await BootedPlatform.boot(hybridWithoutGateways(), { servers });
    const partner = booted.server("hybrid-prod-partner-app");
    const { address } = booted.server("hybrid-prod-terminal");
    try {
      const status = await partner.output(
        "curl -sS -m 5 --retry 20 --retry-delay 1 --retry-all-errors -f -o /dev/null -w '%{http_code}' http://terminal.shop.corp.internal:8889/",
      );
      expect(status).toBe("200");
      const [other, another, unlisted] = await Promise.all([
        booted.host("aws_instance.directory").shell(`curl -sS -m 2 http://${address}:8889/`),
        booted.host("aws_instance.scanner").shell(`curl -sS -m 2 http://${address}:8889/`),
        partner.shell(`curl -sS -m 2 http://${address}:8443/`),
      ]);
      // 7: no route leads there; 28: no answer.
      expect([other.code, another.code, unlisted.code]).toEqual([28, 7, 28]);
    } finally {
      await booted.stop();
    }
  },
  // Seconds on a free machine.
  180_000,
);
