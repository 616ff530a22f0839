/** A budget notification. */
export interface NotificationPlan {
  /** Compares actual spend, or AWS's forecast for the month. */
  readonly kind: "ACTUAL" | "FORECASTED";
  /** The share of the monthly budget that triggers it, in percent. */
  readonly percent: number;
}

/** Plans one notification for each percentage, plus one for the highest by forecast. */
export function planNotifications(alertPercents: readonly number[]): NotificationPlan[] {
  const percents = [...new Set(alertPercents)].sort((a, b) => a - b);
  const actual = percents.map((percent): NotificationPlan => ({ kind: "ACTUAL", percent }));
  return [...actual, { kind: "FORECASTED", percent: Math.max(...percents) }];
}
