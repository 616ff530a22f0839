import { Command, Option } from "commander";
import { SpecError } from "../language/problem.ts";
import { addressesCommand } from "./addresses/command.ts";
import { bootstrapCommand } from "./bootstrap/command.ts";
import { reachCommand } from "./reach/commands/command.ts";
import { ReachError } from "./reach/terraform/reach-error.ts";
import { rehearseCommand } from "./rehearse/command.ts";
import { RehearsalError } from "./rehearse/rehearsal.ts";
import { simulateCommand } from "./rehearse/simulate-command.ts";
import { CommandError } from "./terraform/run-command.ts";
import { SetupError } from "./terraform/setup-error.ts";

const program = new Command("drydock")
  .description("Production web platforms on AWS, rehearsed and verified before they reach an account.")
  .addOption(new Option("--debug", "show the stack trace of an error"))
  .showHelpAfterError("(npx drydock --help lists the commands)")
  .configureHelp({ sortSubcommands: true });

const commands = [
  rehearseCommand(),
  reachCommand(),
  simulateCommand(),
  bootstrapCommand(),
  addressesCommand(),
];
for (const command of commands) program.addCommand(command);

/** Errors that the user can fix; their message explains how. */
const EXPECTED_ERRORS = [SpecError, SetupError, RehearsalError, CommandError, ReachError];

try {
  await program.parseAsync(process.argv);
} catch (error) {
  const isExpected = EXPECTED_ERRORS.some((type) => error instanceof type);
  const message = error instanceof Error ? error.message : String(error);
  console.error(isExpected ? message : `drydock failed: ${message}`);
  if (program.opts().debug === true && error instanceof Error) console.error(error.stack);
  process.exitCode = 1;
}
