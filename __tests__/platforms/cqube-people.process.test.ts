import { resolve } from "../../language/resolve.ts";
import { cqube } from "../../platforms/cqube.ts";
import { VISITOR } from "../support/kernel/internet-hosts.ts";
import { BootedPlatform } from "../support/user-data/booted-platform.ts";

const unavailable = await BootedPlatform.unavailable("nginx");

// The shortest of the tests in cqube-people.long.test.ts.
test.skipIf(unavailable !== undefined)(
  `cQube's reader and uploader come through the load balancer and nginx, which was set up at its first start${
    unavailable === undefined ? "" : `: ${unavailable}`
  }`,
  async () => {
    const booted = await BootedPlatform.boot(resolve(cqube, "prod"), { servers: ["cqube-prod-nginx"] });
    const stub = booted.startStub("aws_instance.cqube-server", 4200, 3000, 8000);
    const balancer = booted.startLoadBalancer("aws_lb.alb");
    try {
      await stub.outputs("listening 8000");
      await balancer.outputs("nginx-443-targets_");
      const site = `https://${booted.publicAddress("aws_lb.alb")}`;
      const visit = (path: string) =>
        booted.host(VISITOR).output(`curl -sSk -m 20 -H 'Host: cqube.example.org' ${path}`);
      expect(await visit(`${site}/`)).toBe("4200 GET / 0\n");
      expect(await visit(`${site}/api/states`)).toBe("3000 GET /api/states 0\n");
      expect(
        await visit(`${site}/data/file --data-binary @/proc/self/exe -o /dev/null -w '%{http_code}'`),
      ).toBe("200");
    } finally {
      await Promise.all([stub.stop(), balancer.stop()]);
      await booted.stop();
    }
  },
  // Seconds on a free machine.
  180_000,
);
