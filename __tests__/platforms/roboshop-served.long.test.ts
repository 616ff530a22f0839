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

    it("a backend answers again after a reboot", async () => {
      await lab.reboot("roboshop-lab-catalogue");
      const ask = "curl -sS -m 5 --retry 20 --retry-delay 1 --retry-all-errors http://localhost:8080/health";
      expect((await server("catalogue").shell(ask)).stdout).toBe("catalogue: no release is installed\n");
    });
  },
);
