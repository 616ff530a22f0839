/** When a budget's readers are told. */
export interface NotificationPlan {
  /** Of what is spent, or of what AWS expects by the end of the month. */
  readonly kind: "ACTUAL" | "FORECASTED";
  readonly percent: number;
}

/** One notification for each share of the budget, and one for the highest by forecast. */
export function planNotifications(alertPercents: readonly number[]): NotificationPlan[] {
  const percents = [...new Set(alertPercents)].sort((a, b) => a - b);
  const actual = percents.map((percent): NotificationPlan => ({ kind: "ACTUAL", percent }));
  return [...actual, { kind: "FORECASTED", percent: Math.max(...percents) }];
}
