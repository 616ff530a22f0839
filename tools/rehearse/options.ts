import { InvalidArgumentError, Option } from "commander";

/** `--provider`: the provider that makes the plans. */
export function createProviderOption(): Option {
  return new Option(
    "--provider <which>",
    "auto: the real AWS provider if a copy is on this machine; registry: download it (700 MB); snapshot: its schema only",
  )
    .choices(["auto", "registry", "snapshot"])
    .default("auto");
}

/** Parses a port number. @throws InvalidArgumentError for anything else */
export function parsePort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  throw new InvalidArgumentError("a port must be a number from 1 to 65535.");
}

/** Parses an account ID. @throws InvalidArgumentError for anything else */
export function parseAccountId(text: string): string {
  if (/^\d{12}$/.test(text)) return text;
  throw new InvalidArgumentError("an AWS account ID has 12 digits.");
}
