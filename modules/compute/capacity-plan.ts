/** Fargate's capacity providers. */
export type CapacityProvider = "FARGATE" | "FARGATE_SPOT";

/** A capacity provider's share of a service's tasks. */
export interface CapacityShare {
  /** The capacity provider's name in AWS. */
  readonly provider: CapacityProvider;
  /** Tasks placed here before weights apply. */
  readonly base: number;
  /** The weight for tasks beyond the base. */
  readonly weight: number;
}

/**
 * Splits a service's tasks between on-demand and Spot capacity.
 *
 * Invariant: the weights match `spotPercent`; below 100 percent at least one task is on demand, so
 * that reclaimed Spot capacity does not stop the service.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-capacity-providers.html
 */
export function planCapacity(spotPercent: number): CapacityShare[] {
  const shares: CapacityShare[] = [
    { provider: "FARGATE", base: spotPercent < 100 ? 1 : 0, weight: 100 - spotPercent },
    { provider: "FARGATE_SPOT", base: 0, weight: spotPercent },
  ];
  return shares.filter(({ weight }) => weight > 0);
}
