import { Command } from "commander";
import type { Platform } from "../../language/platform.ts";
import { regionsOfPlatform } from "../../language/regional-view.ts";
import { selectPlatforms } from "../../language/selection.ts";
import { platforms } from "../../platforms/index.ts";
import { alignColumns } from "../columns.ts";

/** A platform in one environment, as `drydock list` prints it. */
interface ListedPlatform {
  readonly platform: string;
  readonly environment: string;
  /** The 12-digit account ID. */
  readonly account: string;
  /** Its regions, the primary one first. */
  readonly regions: readonly string[];
  /** True if its data and network are protected from destruction. */
  readonly protected: boolean;
}

/** `drydock list`: lists the platforms with their environments. */
export function listCommand(): Command {
  return new Command("list")
    .description("list the platforms with their environments, accounts and regions")
    .option("--json", "print the list as JSON")
    .action((flags: { readonly json?: boolean }) => {
      const rows = selectPlatforms(platforms, {}).map(listedPlatform);
      console.log(flags.json === true ? JSON.stringify(rows, null, 2) : formatRows(rows));
    });
}

function listedPlatform(platform: Platform): ListedPlatform {
  const { name, environment, account } = platform;
  return {
    platform: name,
    environment,
    account,
    regions: regionsOfPlatform(platform),
    protected: platform.protected,
  };
}

function formatRows(rows: readonly ListedPlatform[]): string {
  return alignColumns(
    rows.map(({ platform, environment, account, regions, protected: isProtected }) => [
      platform,
      environment,
      account,
      regions.join(", "),
      isProtected ? "protected" : "not protected",
    ]),
  ).join("\n");
}
