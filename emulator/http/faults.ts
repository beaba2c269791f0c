import { type Endpoint, type FaultRule, parseFaultRules } from "./fault-rules";

/** A request as the rules see it. */
export interface Struck {
  readonly endpoint: Endpoint;
  /** Text of the statement, for endpoint `query`. */
  readonly sql?: string;
  /** The statement was sent before and is not going to run again. */
  readonly repeat: boolean;
}

/** A rule and what it has seen so far. */
export interface FaultState {
  /** The rule as it was given. */
  readonly rule: FaultRule;
  /** Requests that matched. */
  matched: number;
  /** Requests that were struck. */
  fired: number;
}

/** The faults in force; rules are asked in order, and one at most strikes a request. */
export class Faults {
  private states: FaultState[] = [];

  /** Replaces the rules and starts counting anew. @throws Error if a rule is malformed; the old ones stay then. */
  set(rules: unknown): void {
    this.states = parseFaultRules(rules).map((rule) => ({ rule, matched: 0, fired: 0 }));
  }

  /** The rules in force with their counts. */
  list(): readonly FaultState[] {
    return this.states.map((state) => ({ ...state }));
  }

  /** The rule that strikes this request, if any. */
  strike(request: Struck): FaultRule | undefined {
    const matching = this.states.filter((state) => matches(state.rule, request));
    for (const state of matching) state.matched += 1;
    const due = matching.find(isDue);
    if (due) due.fired += 1;
    return due?.rule;
  }
}

function matches(rule: FaultRule, request: Struck): boolean {
  if ((rule.endpoint ?? "query") !== request.endpoint) return false;
  if (request.repeat && actsOnExecution(rule)) return false;
  return rule.match === undefined || new RegExp(rule.match, "is").test(request.sql ?? "");
}

// What changes how a statement runs cannot strike one that has run already.
function actsOnExecution(rule: FaultRule): boolean {
  return rule.do === "error" || rule.do === "delay" || rule.do === "hang";
}

function isDue({ rule, matched, fired }: FaultState): boolean {
  if (rule.every) return fired < (rule.times ?? Number.POSITIVE_INFINITY);
  return matched >= (rule.nth ?? 1) && fired < (rule.times ?? 1);
}
