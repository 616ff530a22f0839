import "vitest";
import type { ExpectedConnectivity } from "../../tools/reach/analysis/expected-connectivity.ts";
import type { Protocol } from "../../tools/reach/commands/question.ts";
import type { FlowTuple } from "../../tools/reach/matchers.ts";

/** The types of cdktf's matchers, which cdktf ships for Jest only. */
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

/** The matchers of reach, for a path to Terraform JSON or a parsed network. */
interface ReachMatchers {
  toReach(from: string, to: string, port?: number, protocol?: Protocol): Promise<void>;
  toAllowExactly(flows: readonly (FlowTuple | ExpectedConnectivity)[]): Promise<void>;
}

declare module "vitest" {
  interface Matchers<T = unknown> extends CdktfMatchers<T>, ReachMatchers {}
}
