import { resolve } from "../../language/resolve.ts";
import { roboshop } from "../../platforms/roboshop.ts";
import { VISITOR } from "../support/kernel/internet-hosts.ts";
import { BootedPlatform } from "../support/user-data/booted-platform.ts";

const unavailable = await BootedPlatform.unavailable("nginx", "python3.12");

// The shortest of the tests in roboshop-served.long.test.ts.
test.skipIf(unavailable !== undefined)(
  `RoboShop's visitor reaches payment through nginx, by its name, and nobody reaches it otherwise${
    unavailable === undefined ? "" : `: ${unavailable}`
  }`,
  async () => {
    const servers = ["roboshop-lab-frontend", "roboshop-lab-payment"];
    const booted = await BootedPlatform.boot(resolve(roboshop, "lab"), { servers });
    const visitor = booted.host(VISITOR);
    const payment = booted.server("roboshop-lab-payment");
    const shop = booted.publicAddress("aws_instance.frontend");
    try {
      const page = await visitor.output(
        `curl -sS -m 5 --retry 20 --retry-delay 1 --retry-all-errors -f http://${shop}/api/payment/health`,
      );
      expect(page).toBe("payment: no release is installed\n");
      // 7: no route leads there; 28: no answer.
      const blocked = await Promise.all([
        visitor.shell(`curl -sS -m 2 http://${payment.address}:8080/`),
        booted.host("aws_instance.user").shell(`curl -sS -m 2 http://${payment.address}:8080/`),
        payment.shell("curl -sS -m 2 http://frontend.roboshop.internal/"),
      ]);
      expect(blocked.map(({ code }) => code)).toEqual([7, 28, 28]);
    } finally {
      await booted.stop();
    }
  },
  // Seconds on a free machine.
  180_000,
);
