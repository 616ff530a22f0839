import "vitest";
import type { WrittenFlow } from "../../tools/reach/matchers.ts";
import type { Protocol } from "../../tools/reach/question.ts";
import type { Obligation } from "../../tools/reach/verbs/obligations.ts";

/** cdktf ships its matchers' types for Jest only; these are the same ones, for vitest. */
interface CdktfMatchers<R = unknown> {
  toHaveResource(resource: { readonly tfResourceType: string }): R;
  toHaveResourceWithProperties(
    resource: { readonly tfResourceType: string },
    properties: Record<string, unknown>,
  ): R;
  toHaveDataSource(dataSource: { readonly tfResourceType: string }): R;
  toHaveDataSourceWithProperties(
    dataSource: { readonly tfResourceType: string },
    properties: Record<string, unknown>,
  ): R;
  toHaveProvider(provider: { readonly tfResourceType: string }): R;
  toHaveProviderWithProperties(
    provider: { readonly tfResourceType: string },
    properties: Record<string, unknown>,
  ): R;
  toBeValidTerraform(): R;
  toPlanSuccessfully(): R;
}

/** Reach's matchers, on the path of Terraform JSON or a network that was read. */
interface ReachMatchers {
  toReach(from: string, to: string, port?: number, protocol?: Protocol): Promise<void>;
  toAllowExactly(flows: readonly (WrittenFlow | Obligation)[]): Promise<void>;
}

declare module "vitest" {
  interface Matchers<T = unknown> extends CdktfMatchers<T>, ReachMatchers {}
}
