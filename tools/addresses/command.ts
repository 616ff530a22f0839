import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { projectFolder } from "../project-folder.ts";
import { withSynthesizedProject } from "../synthesize-project.ts";
import {
  type AddressManifest,
  compareAddresses,
  createAddressManifest,
  readStatefulAddresses,
  type StackAddresses,
} from "./stateful-addresses.ts";

/** Selects every platform, whatever the environment of an operator's terminal selects. */
const ALL_PLATFORMS = {
  DRYDOCK_PLATFORM: "",
  DRYDOCK_ENVIRONMENT: "",
  DRYDOCK_STATES: "",
  DRYDOCK_UNPROTECT: "",
};

/** The committed manifest, relative to the project's folder. */
const ADDRESS_MANIFEST_FILE = "stateful-addresses.json";

/** `drydock addresses`: checks that no stateful resource has changed its address. */
export function addressesCommand(): Command {
  return new Command("addresses")
    .description("compare the addresses of all stateful resources with the committed manifest")
    .option("--write", "write the current addresses into the manifest")
    .option("--json", "print the differences as JSON")
    .addHelpText("after", "\nExit codes: 0 unchanged, 1 an address was moved, removed or added.")
    .action(async (flags: { write?: boolean; json?: boolean }) => {
      const stacks = await readAllAddresses();
      if (flags.write === true) {
        writeFileSync(
          join(projectFolder, ADDRESS_MANIFEST_FILE),
          `${JSON.stringify(createAddressManifest(stacks), null, 2)}\n`,
        );
        return;
      }
      const changes = compareAddresses(readAddressManifest(), stacks);
      if (flags.json === true) console.log(JSON.stringify(changes, null, 2));
      else for (const { message } of changes) console.log(message);
      if (changes.length > 0) process.exitCode = 1;
    });
}

/** The addresses of all stacks of all platforms, including the state buckets' stacks. */
async function readAllAddresses(): Promise<Readonly<Record<string, StackAddresses>>> {
  const [platforms, states] = await Promise.all([
    withSynthesizedProject(readStatefulAddresses, ALL_PLATFORMS),
    withSynthesizedProject(readStatefulAddresses, { ...ALL_PLATFORMS, DRYDOCK_STATES: "1" }),
  ]);
  return { ...platforms, ...states };
}

/** Reads the committed manifest. Empty if there is none yet. */
function readAddressManifest(): AddressManifest {
  const file = join(projectFolder, ADDRESS_MANIFEST_FILE);
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as AddressManifest) : {};
}
