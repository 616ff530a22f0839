import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Command, Option } from "commander";
import { SpecError } from "../language/problem.ts";
import { addressesCommand } from "./addresses/command.ts";
import { bootstrapCommand } from "./bootstrap/command.ts";
import { checkCommand } from "./check/command.ts";
import { ChangeError } from "./deploy/change-error.ts";
import { deployCommand } from "./deploy/command.ts";
import { listCommand } from "./list/command.ts";
import { projectFolder } from "./project-folder.ts";
import { reachCommand } from "./reach/commands/command.ts";
import { ReachError } from "./reach/terraform/reach-error.ts";
import { rehearseCommand } from "./rehearse/command.ts";
import { RehearsalError } from "./rehearse/rehearsal.ts";
import { simulateCommand } from "./rehearse/simulate-command.ts";
import { CommandError } from "./terraform/run-command.ts";
import { SetupError } from "./terraform/setup-error.ts";

const program = new Command("drydock")
  .description("Production web platforms on AWS, rehearsed and verified before they reach an account.")
  .version(readVersion(), "-V, --version", "print Drydock's version")
  .addOption(new Option("--debug", "show the stack trace of an error"))
  .showHelpAfterError("(npx drydock --help lists the commands)")
  .configureHelp({ sortSubcommands: true });

const commands = [
  checkCommand(),
  deployCommand(),
  listCommand(),
  rehearseCommand(),
  reachCommand(),
  simulateCommand(),
  bootstrapCommand(),
  addressesCommand(),
];
for (const command of commands) program.addCommand(command);

/** Errors that the user can fix; their message explains how. */
const EXPECTED_ERRORS = [SpecError, SetupError, ChangeError, RehearsalError, CommandError, ReachError];

try {
  await program.parseAsync(process.argv);
} catch (error) {
  const isExpected = EXPECTED_ERRORS.some((type) => error instanceof type);
  const message = error instanceof Error ? error.message : String(error);
  console.error(isExpected ? message : `drydock failed: ${message}`);
  if (program.opts().debug === true && error instanceof Error) console.error(error.stack);
  process.exitCode = 1;
}

/** Reads the version of this checkout. */
function readVersion(): string {
  const text = readFileSync(join(projectFolder, "package.json"), "utf8");
  return (JSON.parse(text) as { readonly version: string }).version;
}
