/** What a step may take at most; what is left out has no goal. */
export interface Goals {
  readonly statements?: number;
  readonly logins?: number;
  /** Whether the driver may be loaded. */
  readonly driver?: false;
  /** Greatest memory of the provider process. */
  readonly memoryMb?: number;
  /** The state file, shared out among its resources. */
  readonly stateBytes?: number;
  /** Time in times of the yardstick. */
  readonly ratio?: number;
  /** From the start of the provider process. */
  readonly firstStatementMs?: number;
}

/** What a step took. */
export interface Measured {
  readonly statements: number;
  readonly logins: number;
  readonly driver: boolean;
  readonly memoryMb: number;
  readonly stateBytes: number;
  readonly ratio: number;
  readonly firstStatementMs: number | undefined;
  readonly tookMs: number;
  /** The same step of the empty stack. */
  readonly emptyMs: number;
  /** Work of the program's and the provider's process, in times of the empty stack's. */
  readonly cpuRatio: number;
  /** Statements by their first words. */
  readonly verbs: Readonly<Record<string, number>>;
}

/** Time depends on the machine and on what else it does: only these decide whether the bench passes. */
const counted = ["statements", "logins", "driver", "memoryMb", "stateBytes"] as const;

/** Whether a number is within its goal; absent if it has none. */
export function meets(measured: Measured, goals: Goals, what: keyof Goals): boolean | undefined {
  const goal = goals[what];
  const value = measured[what];
  if (goal === undefined || value === undefined) return undefined;
  return Number(value) <= Number(goal);
}

/** Whether all counts of a step are within their goals. */
export function passes(measured: Measured, goals: Goals): boolean {
  return counted.every((what) => meets(measured, goals, what) !== false);
}
