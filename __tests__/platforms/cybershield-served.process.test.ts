import { resolve } from "../../language/resolve.ts";
import { cybershield } from "../../platforms/cybershield.ts";
import { VISITOR } from "../support/kernel/internet-hosts.ts";
import { BootedPlatform } from "../support/user-data/booted-platform.ts";

const unavailable = await BootedPlatform.unavailable();
const APP = "aws_ecs_service.app";
const DATABASE = "aws_db_instance.db";
const CACHE = "aws_elasticache_replication_group.cache";

test.skipIf(unavailable !== undefined)(
  `CyberShield's analyst reaches a task by the load balancer, the task its stores, and nobody else either${
    unavailable === undefined ? "" : `: ${unavailable}`
  }`,
  async () => {
    const booted = await BootedPlatform.boot(resolve(cybershield, "dev"), { servers: [] });
    const running = [
      booted.startStub(APP, 8000),
      booted.startStub(DATABASE, 5432),
      booted.startStub(CACHE, 6379),
    ];
    const balancer = booted.startLoadBalancer("aws_lb.alb");
    const ask = (from: string, url: string, options = "") =>
      booted.host(from).shell(`curl -sSk -m 3 ${options} ${url}`);
    const own = (name: string) =>
      booted.network.hosts.find((host) => host.name.includes(`/${name}`))!.addresses[0]!;
    try {
      await Promise.all([...running.map((stub) => stub.outputs("listening")), balancer.outputs("\nhealthy")]);
      const site = "dev.cybershield-ai.com";
      const alb = booted.publicAddress("aws_lb.alb");
      const to = `--connect-to ${site}::${alb}:`;
      expect((await ask(VISITOR, `https://${site}/lookup`, to)).stdout).toBe("8000 GET /lookup 0\n");
      const redirect = await ask(VISITOR, `http://${site}/lookup`, `${to} -o /dev/null -w '%{redirect_url}'`);
      expect(redirect.stdout).toBe(`https://${site}:443/lookup`);

      expect((await ask(APP, `http://${own(DATABASE)}:5432/`)).stdout).toBe("5432 GET / 0\n");
      expect((await ask(APP, `http://${own(CACHE)}:6379/`)).stdout).toBe("6379 GET / 0\n");
      const blocked = await Promise.all([
        ask("aws_lb.alb", `http://${own(DATABASE)}:5432/`),
        ask("aws_lb.alb", `http://${own(CACHE)}:6379/`),
        ask(CACHE, `http://${own(DATABASE)}:5432/`),
        ask(DATABASE, `http://${own(APP)}:8000/`),
        ask(VISITOR, `http://${alb}:8000/`),
      ]);
      expect(blocked.map(({ code }) => code)).toEqual([28, 28, 28, 28, 28]);
    } finally {
      await Promise.all([...running, balancer].map((one) => one.stop()));
      await booted.stop();
    }
  },
  // Seconds on a free machine.
  180_000,
);
