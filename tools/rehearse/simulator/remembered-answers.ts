import { createHash } from "node:crypto";
import type { BackendCalls, ProviderBackend } from "./backend.ts";
import { type CallRequest, type CallResponse, protocolCall } from "./protocol/calls.ts";
import { type Diagnostic, Diagnostic_Severity } from "./protocol/tfplugin5.ts";

/** The calls whose answer depends on the request alone: Terraform makes them before `Configure`. */
const UNCONFIGURED_CALLS = [
  "PrepareProviderConfig",
  "ValidateResourceTypeConfig",
  "ValidateDataSourceConfig",
] as const satisfies readonly (keyof BackendCalls)[];

/** The calls whose answer depends on the request and on the provider's configuration. */
const CONFIGURED_CALLS = [
  "UpgradeResourceState",
  "PlanResourceChange",
] as const satisfies readonly (keyof BackendCalls)[];

type RememberedCall = (typeof UNCONFIGURED_CALLS)[number] | (typeof CONFIGURED_CALLS)[number];

/** More than any rehearsal; a simulation that is kept for days stays bounded. */
const MAXIMUM = 20_000;

/**
 * The provider's answers, so that it answers equal requests once. Terraform repeats most requests:
 * in its validation, plan and apply, and again in each later run. A web ACL takes the provider over
 * a second at each call.
 *
 * The remembered calls read and write nothing but their messages, so equal requests have equal
 * answers. Answers with errors are not remembered.
 */
export class RememberedAnswers {
  readonly #answers = new Map<string, Promise<unknown>>();

  /** The same backend, whose answers under a configuration are remembered. */
  wrap(backend: ProviderBackend, configuration: string): ProviderBackend {
    return {
      ...backend,
      ...Object.fromEntries([
        ...UNCONFIGURED_CALLS.map((name) => [name, this.#remember(backend, name, "")]),
        ...CONFIGURED_CALLS.map((name) => [name, this.#remember(backend, name, configuration)]),
      ]),
    };
  }

  /** Forgets every answer. */
  clear(): void {
    this.#answers.clear();
  }

  #remember<Name extends RememberedCall>(backend: ProviderBackend, name: Name, configuration: string) {
    const ask = backend[name] as (request: CallRequest<Name>) => Promise<Answer<Name>>;
    const { encode } = protocolCall(name).request;
    return (request: CallRequest<Name>): Promise<Answer<Name>> => {
      const key = createHash("sha256")
        .update(`${name}|${configuration}|`)
        .update(encode(request))
        .digest("base64");
      const known = this.#answers.get(key);
      if (known !== undefined) return known as Promise<Answer<Name>>;
      const answer = ask(request);
      this.#keep(key, answer);
      return answer;
    };
  }

  #keep(key: string, answer: Promise<{ readonly diagnostics: readonly Diagnostic[] }>): void {
    if (this.#answers.size >= MAXIMUM) this.clear();
    this.#answers.set(key, answer);
    const forget = () => {
      if (this.#answers.get(key) === answer) this.#answers.delete(key);
    };
    answer.then(({ diagnostics }) => {
      if (diagnostics.some(({ severity }) => severity === Diagnostic_Severity.ERROR)) forget();
    }, forget);
  }
}

type Answer<Name extends RememberedCall> = CallResponse<Name> & {
  readonly diagnostics: readonly Diagnostic[];
};
