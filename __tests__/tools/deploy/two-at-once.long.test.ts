import { runDrydock } from "../../support/command-line.ts";
import { shopCheckout } from "../../support/shop-checkout.ts";
import { simulatedAccountOfFile } from "../../support/simulated-account.ts";

const MINUTES = 60_000;

const account = simulatedAccountOfFile("123456789012", "123456789012-us-east-1-drydock-state");

describe("two drydock deploy of one platform at once", () => {
  it(
    "one deploys; the other changes nothing, and names who deploys, and since when",
    async () => {
      const checkout = shopCheckout();
      const deploy = () => runDrydock(["deploy", "kiosk", "prod", "--yes"], { ...account(), checkout });
      const ended = await Promise.all([deploy(), deploy()]);
      const [deployed, refused] = ended.sort((a, b) => a.exitCode - b.exitCode);
      expect(deployed).toMatchObject({ exitCode: 0, leftFiles: [], leftProcesses: [] });
      expect(deployed!.stdout).toMatch(/\n\nDeployed kiosk-prod\.\n?$/);
      expect(refused).toMatchObject({ exitCode: 1, leftFiles: [], leftProcesses: [] });
      expect(refused!.stderr).toMatch(/Another change of kiosk-prod is running[\s\S]*Who: +\S+@\S+/);
      const again = await deploy();
      expect(again.stdout).toContain("Nothing to change: kiosk-prod is deployed as it is wanted.");
    },
    10 * MINUTES,
  );
});
