/** Fargate's own capacity providers. */
export type CapacityProvider = "FARGATE" | "FARGATE_SPOT";

/** A provider's part of a service's tasks. */
export interface CapacityShare {
  readonly provider: CapacityProvider;
  /** Tasks that run here before any share is taken. */
  readonly base: number;
  /** The share of the tasks beyond the base, as a weight. */
  readonly weight: number;
}

/**
 * Shares a service's tasks between on-demand and Spot capacity.
 *
 * Law: the weights are as `spotPercent` to the rest; below 100 percent at least one task is on demand, so
 * that AWS taking Spot capacity back does not stop the service.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-capacity-providers.html
 */
export function planCapacity(spotPercent: number): CapacityShare[] {
  const shares: CapacityShare[] = [
    { provider: "FARGATE", base: spotPercent < 100 ? 1 : 0, weight: 100 - spotPercent },
    { provider: "FARGATE_SPOT", base: 0, weight: spotPercent },
  ];
  return shares.filter(({ weight }) => weight > 0);
}
