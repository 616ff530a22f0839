import { resolve } from "../../language/resolve.ts";
import { roboshop } from "../../platforms/roboshop.ts";
import { BootedPlatform } from "../support/user-data/booted-platform.ts";

const BACKENDS = ["user", "catalogue", "cart", "payment", "order", "dispatch"];
const RUNTIMES = ["nginx", "nodejs22", "python3.12", "java-21-amazon-corretto-headless"];
const unavailable = await BootedPlatform.unavailable(...RUNTIMES);
/** Java's placeholder is compiled when it starts. */
const START_SECONDS = 30;

describe.skipIf(unavailable !== undefined)(
  `RoboShop with servers that run their user data${unavailable === undefined ? "" : `: ${unavailable}`}`,
  () => {
    let lab: BootedPlatform;
    const server = (name: string) => lab.server(`roboshop-lab-${name}`);
    const visitor = () => lab.host("198.51.100.7");
    const frontendAddress = () =>
      lab.network.hosts.find(({ publicAddress }) => publicAddress !== undefined)!.publicAddress!;

    beforeAll(async () => {
      lab = await BootedPlatform.boot(resolve(roboshop, "lab"));
    });
    afterAll(() => lab.stop());

    it.each(BACKENDS)("a visitor reaches %s through nginx, and gets its answer back", async (name) => {
      const url = `http://${frontendAddress()}/api/${name}/health`;
      const page = await visitor().shell(
        `curl -sS -m 5 --retry ${START_SECONDS} --retry-delay 1 --retry-all-errors -f ${url}`,
      );
      expect(page.stdout).toBe(`${name}: no release is installed\n`);
    });

    it("a visitor gets the frontend's own page, and no answer for a service that does not exist", async () => {
      const status = (path: string) =>
        visitor().shell(`curl -sS -m 5 -o /dev/null -w '%{http_code}' http://${frontendAddress()}${path}`);
      expect((await status("/")).stdout).toBe("200");
      expect((await status("/api/nothing/")).stdout).toBe("404");
    });

    it("the telnet test: payment answers the frontend by its name, and nobody else", async () => {
      const ask = "curl -sS -m 3 http://payment.roboshop.internal:8080/";
      expect((await server("frontend").shell(ask)).stdout).toContain("payment:");
      expect((await server("user").shell(ask)).code).toBe(28);
      expect((await server("payment").shell("curl -sS -m 3 http://frontend.roboshop.internal/")).code).toBe(
        28,
      );
    });

    it("payment finds its database by name and port in its environment, and no other store", async () => {
      const database = lab.host("aws_db_instance.payment-db");
      const stub = database.start("python3", [
        "-c",
        [
          "import socket",
          "listener = socket.create_server(('', 5432))",
          "while True:",
          "    client, _ = listener.accept()",
          "    client.sendall(b'payment-db answers')",
          "    client.close()",
        ].join("\n"),
      ]);
      const ask = (host: string) =>
        `. /etc/drydock/environment && python3.12 -c 'import socket,sys; print(socket.create_connection((sys.argv[1], int(sys.argv[2])), 3).recv(99).decode())' ${host} $PAYMENT_DB_PORT`;
      try {
        const found = await server("payment").shell(
          `for try in $(seq 20); do ${ask("$PAYMENT_DB_HOST")} 2>/dev/null && exit 0; sleep 0.2; done; exit 1`,
        );
        expect(found.stdout).toBe("payment-db answers\n");
        expect(await server("payment").output("cat /etc/drydock/environment")).toMatch(
          /^PAYMENT_DB_SECRET_ARN='arn:aws:secretsmanager:/m,
        );
        expect((await server("payment").shell(ask("user-db.roboshop.internal"))).code).not.toBe(0);
      } finally {
        await stub.stop();
      }
    });

    it("a release replaces the placeholder of its backend alone, and a broken one changes nothing", async () => {
      const payment = server("payment");
      const program = [
        "import http.server, os",
        "class Answer(http.server.BaseHTTPRequestHandler):",
        "    def do_GET(self):",
        "        self.send_response(200)",
        "        self.end_headers()",
        '        self.wfile.write(("payment 1.4.2 asks " + os.environ["PAYMENT_DB_HOST"]).encode())',
        'http.server.HTTPServer(("", 8080), Answer).serve_forever()',
      ].join("\n");
      const upload = [
        ". /etc/drydock/environment && mkdir -p /tmp/build && cd /tmp/build",
        `cat > app.py <<'END'\n${program}\nEND`,
        "printf '#!/bin/sh\\nexec python3.12 app.py\\n' > start && chmod 755 start",
        "tar -cz . | aws s3 cp - s3://$RELEASES_BUCKET/payment/1.4.2.tar.gz",
      ].join("\n");
      await payment.output(upload);
      expect((await payment.shell("release 9.9.9")).code).not.toBe(0);
      const ask = (name: string) =>
        visitor().shell(
          `curl -sS -m 5 --retry 20 --retry-delay 1 --retry-all-errors -f http://${frontendAddress()}/api/${name}/`,
        );
      expect((await ask("payment")).stdout).toContain("no release");
      await payment.output("release 1.4.2");
      expect((await ask("payment")).stdout).toBe("payment 1.4.2 asks payment-db.roboshop.internal");
      for (const name of ["user", "dispatch"]) expect((await ask(name)).stdout).toContain("no release");
    });

    it("a backend answers again after a reboot", async () => {
      await lab.reboot("roboshop-lab-catalogue");
      const ask = "curl -sS -m 5 --retry 20 --retry-delay 1 --retry-all-errors http://localhost:8080/health";
      expect((await server("catalogue").shell(ask)).stdout).toBe("catalogue: no release is installed\n");
    });
  },
);

describe.skipIf(unavailable !== undefined)("RoboShop's fleets that run their user data", () => {
  it("nginx reaches a backend through the internal load balancer, which chooses it by its name", async () => {
    const prod = await BootedPlatform.boot(resolve(roboshop, "prod"), {
      servers: ["frontend", "payment", "cart"].map((name) => `roboshop-prod-${name}`),
    });
    try {
      const balancer = prod.startLoadBalancer("aws_lb.internal-alb");
      const frontend = prod.server("roboshop-prod-frontend");
      for (const name of ["payment", "cart"]) {
        const page = await frontend.shell(
          `curl -sS -m 5 --retry 60 --retry-delay 1 --retry-all-errors -f http://localhost/api/${name}/`,
        );
        expect(page.stdout).toBe(`${name}: no release is installed\n`);
      }
      // Past the load balancer there is no way.
      const { address } = prod.server("roboshop-prod-payment");
      expect((await frontend.shell(`curl -sS -m 3 http://${address}:8080/`)).code).toBe(28);
      await balancer.stop();
    } finally {
      await prod.stop();
    }
  });
});
