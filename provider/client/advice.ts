/**
 * The words of messages that depend on who reads them: somebody who runs `pulumi up`, or the author of a script, who has neither
 * a stack nor a state. Each is a piece of a sentence in lower case, without its full stop; {@link capitalised} begins one.
 */
export interface Advice {
  /** How settings of the connection are called, joined by "and". */
  setting(...names: readonly string[]): string;
  /** How the role is called that an object is asked for with. */
  readonly role: string;
  /** Where a secret setting may be given. */
  secret(name: string): string;
  /** What to do about settings that are missing. */
  readonly giveSettings: string;
  /** Where the credential may be given so that it counts before all others. */
  readonly giveCredential: string;
  /** What allows plain HTTP. */
  readonly allowHttp: string;
  /** Why nothing is sent any more. */
  readonly stopping: string;
  /** To see what became of a statement whose answer is lost. */
  readonly seeOutcome: string;
  /** The same, and then to do again what it was sent for. */
  readonly seeAndRepeat: string;

  /** To do again what has failed. */
  readonly again: string;
  /** The same as a noun: what goes on from where this has stopped. */
  readonly next: string;
  /** To look at what stands. */
  readonly look: string;
  /** To look at an object that has taken the place of another. */
  readonly lookAtNew: string;
  /** What follows when it has been looked at. */
  readonly goOn: string;
  /** What follows where an object can only be made again under its new name. */
  readonly makeAnew: string;
  /** What to do about an object that exists already, by the line that takes it up for one run. */
  takeUp(line: string, how: { readonly differs: boolean }): string;
  /** How to use an object that exists. */
  refer(kind: string, name: string): string;
  /** What has to be known of an object that was taken up, as a sentence with a blank before it. */
  readonly released: string;
  /** What has to be done for what was stopped and could not be resumed. */
  readonly bringBack: string;
  /** By whom, or when, something was changed that nobody expected. */
  readonly elsewhere: string;
  /** The object that a change is about, as it was known before. */
  readonly known: string;
  /** Who has made what is ours. */
  readonly ours: string;

  /** The setting that lets data be lost, with the words that are allowed beside `"allow"`. */
  allowLoss(way: WayOut): string;
  /** What allows that something stops for a while. */
  readonly allowDowntime: string;
  /** What allows that a pool is dropped with all that is on it, in a list of ways out. */
  readonly allowDropWithServices: string;
  /** What keeps an object (`pool`, `object`), or the part of it that a change takes away, in a list of ways out. */
  keep(what: string, how: { readonly wholly: boolean }): string;
  /** How to wait for longer: the example where limits are given by operation. */
  timeouts(example: string): string;
}

/** The ways to let data be lost. */
export interface WayOut {
  /** What the setting stands on: `resource`, `pool`. */
  readonly on: string;
  /** Whether Time Travel may bring it back. */
  readonly recoverable: boolean;
  /** The environment variable that allows it for one run. */
  readonly oneRun: string;
}

/** For those who run `pulumi up`. */
export const pulumiAdvice: Advice = {
  setting: (...names) => names.map((name) => `snowflake:${name}`).join(" and "),
  role: "snowflake:role (or the resource's role)",
  secret: (name) => `snowflake:${name} or PULUMI_SNOWFLAKE_${variable(name)}`,
  giveSettings: "set them with `pulumi config set snowflake:accountName …`, secrets with --secret",
  giveCredential: "as PULUMI_SNOWFLAKE_*",
  allowHttp: "set PULUMI_SNOWFLAKE_ALLOW_HTTP=true",
  stopping: "Pulumi is stopping: no new statement is sent. Run `pulumi up` again",
  seeOutcome: "run `pulumi refresh` to see",
  seeAndRepeat: "run `pulumi refresh`, then `pulumi up` again",
  again: "run pulumi up again",
  next: "the next pulumi up",
  look: "run pulumi refresh",
  lookAtNew: "run pulumi refresh to take over the new one",
  goOn: "pulumi up",
  makeAnew: "run pulumi refresh, then pulumi up, which makes it anew under the new name",
  takeUp: (line, { differs }) =>
    differs
      ? `to take it up as it shall be, set createMode: "createOrAlter"; or change the declaration to what exists and run: ${line}`
      : `to take it up, run: ${line}`,
  refer: (kind, name) => `to refer to it without managing it, use ${kind}.get("…", ${JSON.stringify(name)})`,
  released: " Deleting the resource will release it, not drop it.",
  bringBack: "the next pulumi up tries again",
  elsewhere: "outside Pulumi",
  known: "the one in the state",
  ours: "this stack",
  allowLoss: ({ on, recoverable, oneRun }) =>
    `set dataLoss: "allow" on the ${on} and run pulumi up first${recoverable ? orRecoverable : ""}; for one run set ${oneRun}`,
  allowDowntime: "set allowDowntime: true on the resource",
  allowDropWithServices:
    "if they are resources of this program, pass the pool itself as their computePool, so that they go first; set allowDowntime: true on " +
    "the pool and run pulumi up first, to have them dropped with it",
  keep: (what) => `keep the ${what} and only forget it: retainOnDelete: true; keep the resource: protect: true`,
  timeouts: (example) => example,
};

/** For the authors of scripts. */
export const scriptAdvice: Advice = {
  setting: (...names) => `${names.join(" and ")} of connect()`,
  role: "role of connect() (or withRole())",
  secret: (name) => `${name} of connect() or SNOWFLAKE_${variable(name)}`,
  giveSettings: "give them to connect()",
  giveCredential: "give it to connect()",
  allowHttp: "give connect() allowHttp: true",
  stopping: "The connection is being closed: no new statement is sent. Connect and run it again",
  seeOutcome: "fetch() what it is about to see",
  seeAndRepeat: "fetch() what it is about to see, then run it again",
  again: "run it again",
  next: "the next createOrAlter()",
  look: "call fetch()",
  lookAtNew: "see by fetch() what the new one is",
  goOn: "run it again",
  makeAnew: "make another of the new name, and drop this one",
  takeUp: () => "to have it altered where it differs, use createOrAlter()",
  refer: () => "to use it as it is, take a reference to it by its name",
  released: "",
  bringBack: "call resume() on it",
  elsewhere: "meanwhile",
  known: "the one that was read",
  ours: "this script",
  allowLoss: ({ recoverable }) => `give dataLoss: "allow" in the options${recoverable ? orRecoverable : ""}`,
  allowDowntime: "give allowDowntime: true",
  allowDropWithServices: "give allowDowntime: true, to have them dropped with it",
  keep: (what, { wholly }) => (wholly ? `keep the ${what}` : "leave in the specification what it would take away"),
  timeouts: () => "timeoutMs",
};

const orRecoverable = ', or "recoverable" if its Time Travel retention is above 0';

/** A piece of advice that begins a sentence. */
export function capitalised(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** `PRIVATE_KEY_PASSPHRASE` for `privateKeyPassphrase`. */
function variable(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}
