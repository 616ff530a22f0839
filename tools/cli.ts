import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Command, Option } from "commander";
import { SpecError } from "../language/problem.ts";
import { required } from "../language/required.ts";
import { ExpectedError } from "./expected-error.ts";
import { fileErrorMessage } from "./file-error.ts";
import { projectFolder } from "./project-folder.ts";

/** The commands by name. Each loads what it needs only when it is called, or listed. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  check: async () => (await import("./check/command.ts")).checkCommand(),
  apply: async () => (await import("./apply/command.ts")).applyCommand(),
  ci: async () => (await import("./ci/command.ts")).ciCommand(),
  deploy: async () => (await import("./deploy/command.ts")).deployCommand(),
  drift: async () => (await import("./drift/command.ts")).driftCommand(),
  list: async () => (await import("./list/command.ts")).listCommand(),
  plan: async () => (await import("./plan/command.ts")).planCommand(),
  rehearse: async () => (await import("./rehearse/command.ts")).rehearseCommand(),
  review: async () => (await import("./review/command.ts")).reviewCommand(),
  lock: async () => (await import("./lock/command.ts")).lockCommand(),
  history: async () => (await import("./history/command.ts")).historyCommand(),
  reach: async () => (await import("./reach/commands/command.ts")).reachCommand(),
  simulate: async () => (await import("./rehearse/simulate-command.ts")).simulateCommand(),
  bootstrap: async () => (await import("./bootstrap/command.ts")).bootstrapCommand(),
  addresses: async () => (await import("./addresses/command.ts")).addressesCommand(),
};

const program = new Command("drydock")
  .description("Production web platforms on AWS, rehearsed and verified before they reach an account.")
  .version(readVersion(), "-V, --version", "print Drydock's version")
  .addOption(new Option("--debug", "show the stack trace of an error"))
  .showHelpAfterError("(npx drydock --help lists the commands)")
  .configureHelp({ sortSubcommands: true });

for (const load of commandsToLoad(process.argv.slice(2))) {
  program.addCommand(withHelpHint(await load(), "npx drydock"));
}

try {
  await program.parseAsync(process.argv);
} catch (error) {
  const isExpected = error instanceof ExpectedError || error instanceof SpecError;
  const message = error instanceof Error ? error.message : String(error);
  console.error(isExpected ? message : (fileErrorMessage(error) ?? `drydock failed: ${message}`));
  if (program.opts().debug === true && error instanceof Error) console.error(error.stack);
  process.exitCode = 1;
}

/** Adds the way to its help to a usage error of a command, and of each of its subcommands. */
function withHelpHint(command: Command, parent: string): Command {
  const name = `${parent} ${command.name()}`;
  for (const subcommand of command.commands) withHelpHint(subcommand, name);
  return command.showHelpAfterError(`(${name} --help lists its arguments and options)`);
}

/** Reads the version of this checkout. */
function readVersion(): string {
  const text = readFileSync(join(projectFolder, "package.json"), "utf8");
  return (JSON.parse(text) as { readonly version: string }).version;
}

/** The named command alone; none for the version; all for the help, and to suggest one. */
function commandsToLoad(args: readonly string[]): readonly (() => Promise<Command>)[] {
  const name = args.find((arg) => !arg.startsWith("-")) ?? "";
  if (Object.hasOwn(COMMANDS, name)) return [required(new Map(Object.entries(COMMANDS)), name)];
  const isVersion = args.length > 0 && args.every((arg) => arg === "-V" || arg === "--version");
  return isVersion ? [] : Object.values(COMMANDS);
}
