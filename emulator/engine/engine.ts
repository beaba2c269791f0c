import { randomUUID } from "node:crypto";
import { addSystemRoles, addUser, updateUser, userRecord } from "./accounts";
import { Access } from "./catalog/access";
import type { SavedCatalog } from "./catalog/catalog";
import { accountId, Catalog } from "./catalog/catalog";
import { parameterDefinition, parametersOf } from "./catalog/parameters";
import { Clock } from "./clock";
import { Containers } from "./container/containers";
import type { ImagePush, ListedImage } from "./container/image-push";
import { listImages, pushImage } from "./container/image-push";
import { NotYet, tryAgain } from "./container/not-yet";
import type { SavedContainers } from "./container/saved-containers";
import type { ContainerTimes } from "./container/times";
import { defaultTimes } from "./container/times";
import { Waiters } from "./container/waiters";
import { kinds } from "./kinds/index";
import { openSession } from "./login";
import { isJavaScript } from "./procedure/definition";
import { prepareJavaScript } from "./procedure/javascript-engine";
import { StatementTimes } from "./query/statement-times";
import type { StatementResult, Wait } from "./result";
import { fixed, statementTypes, text as textColumn } from "./result";
import type { Binding, LoginRequest, ParameterValue, ReportedParameter, Session, UserRecord } from "./session";
import { SqlError, unsupported } from "./sql-error";
import type { SharedFile } from "./stage/shared-files";
import { SharedFiles } from "./stage/shared-files";
import { dropTemporary } from "./stage/temporary";
import type { AccountFacts, Action, Context } from "./statements/context";
import { parseStatement } from "./statements/dispatch";
import { sessionParameter } from "./statements/show-parameters";
import { anyBinding, bindingsPerRow } from "./syntax/bindings";
import { Cursor, parseName } from "./syntax/cursor";
import type { Token } from "./syntax/lexer";
import { tokenize } from "./syntax/lexer";
import { qualifiedText } from "./syntax/name";
import { countStatements, splitStatements } from "./syntax/split";
import { hasJavaScript } from "./task-run/body";
import type { SavedRuns } from "./task-run/scheduler";
import { Scheduler } from "./task-run/scheduler";
import { Timer } from "./task-run/timer";

export type { ImagePush, ListedImage } from "./container/image-push";
export type { ImageBehaviour } from "./container/images";
export { preparation } from "./procedure/javascript-engine";
export type { ResultColumn, StatementResult } from "./result";
export type { Binding, LoginRequest, ParameterValue, ReportedParameter, Session, UserRecord } from "./session";
export { SqlError } from "./sql-error";

/** How the emulated account is set up. */
export interface EngineOptions {
  organization: string;
  account: string;
  region?: string;
  /** Without a list, everybody who logs in is taken up as an ACCOUNTADMIN. */
  users?: UserRecord[];
  now?: () => Date;
  edition?: "STANDARD" | "ENTERPRISE";
  /** `any`: every image is taken to be in its repository. */
  images?: "pushed" | "any";
  /** How long compute pools, services and jobs take. */
  containerTimes?: Partial<ContainerTimes>;
}

/** How one statement is run. */
export interface ExecuteOptions {
  /** The id that the protocol side gave the statement. */
  queryId: string;
  bindings?: Record<string, Binding>;
  /** Answers the columns without executing anything. */
  describeOnly?: boolean;
  multiStatementCount?: number;
}

/** What is kept of an account. */
interface SavedAccount extends SavedCatalog {
  aheadMs?: number;
  taskRuns?: SavedRuns;
  containers?: SavedContainers;
}

/** How deep procedures may call one another. */
const deepestCall = 16;

/** Results that RESULT_SCAN can still reach, for each session. */
const keptResults = 20;

/** The object model and SQL of the emulated account. */
export class Engine {
  /** Called after each statement that changed the catalog. */
  onChange?: () => void;
  private readonly account: AccountFacts;
  private readonly catalog: Catalog;
  private readonly clock: Clock;
  private readonly users: readonly UserRecord[] | undefined;
  private readonly results = new WeakMap<Session, Map<string, StatementResult>>();
  private readonly statements = new StatementTimes();
  private readonly scheduler: Scheduler;
  private readonly containers: Containers;
  private readonly sharedFiles = new SharedFiles();
  private readonly waiters = new Waiters();
  private readonly timer = new Timer(() => this.runDue());
  private lastSession = 0;
  /** Statements that have not ended; graphs start only between statements. */
  private underWay = 0;
  /** How many statements that have not ended yet called one another. */
  private depth = 0;

  constructor(options: EngineOptions) {
    const {
      organization,
      account: name,
      region = "AWS_US_WEST_2",
      edition = "ENTERPRISE",
      images = "pushed",
    } = options;
    this.account = { organization: organization.toUpperCase(), name: name.toUpperCase(), region, edition, images };
    this.clock = new Clock(options.now ?? (() => new Date()));
    this.catalog = new Catalog(this.account.name, () => this.clock.now());
    this.scheduler = new Scheduler(this.catalog, this.clock, {
      execute: (session, text, queryId) => this.execute(session, text, { queryId }),
      context: (session) => this.context(session),
      newSessionId: () => this.newSessionId(),
    });
    this.containers = new Containers(this.catalog, { ...defaultTimes, ...options.containerTimes });
    addSystemRoles(this.catalog, kinds);
    this.users = options.users;
    this.addUsers();
  }

  /**
   * Opens a session for a user whose identity the protocol side has proven.
   *
   * @throws SqlError 390100 for an unknown user, 390189 for a role and 390201 for a warehouse that is missing or not granted.
   */
  openSession(request: LoginRequest): Session {
    const name = request.user.toUpperCase();
    const user =
      this.catalog.find(accountId, "USER", name) ?? (this.users ? undefined : addUser(this.catalog, { name }));
    if (!user) throw new SqlError("390100", "28000", "Incorrect username or password was specified.");
    return openSession(this.catalog, user, request, this.newSessionId());
  }

  closeSession(session: Session): void {
    this.results.delete(session);
    if (dropTemporary(this.catalog, session)) this.onChange?.();
  }

  /**
   * Runs exactly one statement.
   *
   * @throws SqlError with Snowflake's code; 000008 for several statements, 000900 for none.
   */
  execute(session: Session, text: string, options: ExecuteOptions): StatementResult {
    if (this.scheduler.nextTime <= this.catalog.now()) this.runDue();
    this.containers.catchUp();
    const began = this.catalog.mark();
    this.underWay += 1;
    try {
      const bindings = options.describeOnly ? anyBinding : (options.bindings ?? {});
      const results = bindingsPerRow(bindings).map((row) => this.run(session, text, row, options));
      const result = results.reduce(added);
      this.keep(session, options.queryId, result);
      return result;
    } finally {
      this.statements.add(options.queryId, { began, ended: this.catalog.mark() });
      session.lastQueryId = options.queryId;
      this.underWay -= 1;
      this.runDue();
    }
  }

  /**
   * The answer of a statement that has to wait, once there is one. @throws SqlError when there will be none; what the
   * signal says when it is aborted first.
   */
  async answer(session: Session, { wait }: { wait: Wait }, queryId: string, signal: AbortSignal) {
    const answer = this.waiters.add(wait, signal, { queryId, user: session.user });
    this.runDue();
    try {
      const result = await answer;
      this.keep(session, queryId, result);
      return result;
    } finally {
      // It may have made changes only now; one that was cancelled may have made room for what others wait for.
      this.onChange?.();
      this.runDue();
    }
  }

  /** The parameters that drivers are told about, with their effective values. */
  sessionParameters(session: Session): ReportedParameter[] {
    return parametersOf("SESSION").map((definition) => ({
      name: definition.name,
      value: sessionParameter(this.catalog, session, definition).value,
    }));
  }

  /** A user as the catalog knows it (from the options or from CREATE USER), for checking a login. */
  findUser(name: string): UserRecord | undefined {
    const user = this.catalog.find(accountId, "USER", name.toUpperCase());
    return user && userRecord(this.catalog, user);
  }

  /** The account's present time. */
  readonly now = (): Date => this.clock.now();

  /** Milliseconds by which the account's clock is ahead. */
  readonly ahead = (): number => this.clock.ahead;

  /** Moves the account's clock on; graphs run that become due. @throws RangeError unless `ms` is a number from 0. */
  readonly advance = (ms: number): void => {
    this.clock.advance(ms);
    this.onChange?.();
    this.runDue();
  };

  /** The same, to a time. @throws RangeError if that has passed. */
  readonly moveTo = (time: Date): void => {
    this.clock.moveTo(time);
    this.onChange?.();
    this.runDue();
  };

  /** Full names of the streams that have data. */
  readonly streams = (): string[] => this.scheduler.runner.streams.names();

  /**
   * Says whether a stream has data, for SYSTEM$STREAM_HAS_DATA. It has none any more once a graph has succeeded that
   * asks for it in a condition. @throws RangeError unless the name is `DB.SCHEMA.STREAM`.
   */
  readonly setStream = (name: string, hasData: boolean): void => {
    this.scheduler.runner.streams.set(streamName(name), hasData, this.catalog.now());
    this.onChange?.();
    this.runDue();
  };

  /** The images of all repositories. */
  readonly images = (): ListedImage[] => listImages(this.catalog);

  /** Puts an image into a repository. @throws RangeError if there is no such repository, or if a member is malformed. */
  readonly pushImage = (push: ImagePush): ListedImage => {
    const pushed = pushImage(this.catalog, push);
    this.onChange?.();
    return pushed;
  };

  /** The file behind the token of a pre-signed address; undefined if there is none, or if its time is over. */
  readonly sharedFile = (token: string): SharedFile | undefined => {
    const file = this.sharedFiles.find(token);
    return file && this.clock.now().getTime() < file.expiresOn ? file : undefined;
  };

  /** Whether a statement waits for what the clock brings: a job, or a service that somebody waits for. */
  readonly isWaiting = (): boolean => this.waiters.size > 0;

  /** From now on, starts no graphs by itself; statements and the clock still do. */
  stop(): void {
    this.timer.stop();
  }

  /** Splits a text into statements. */
  split(text: string): string[] {
    return splitStatements(text);
  }

  /** The whole catalog as data for JSON: to be written at once, since it goes on changing. */
  save(): unknown {
    const { catalog, clock, scheduler, containers } = this;
    const runs = { taskRuns: scheduler.save(), containers: containers.save() };
    const saved: SavedAccount = { ...catalog.save(), aheadMs: clock.ahead, ...runs };
    return saved;
  }

  /** Takes up a catalog that {@link save} wrote. */
  load(data: unknown): void {
    const saved = data as SavedAccount | undefined;
    if (saved?.version !== 1) {
      throw new Error("The saved state is of another version of the emulator; start with a new file.");
    }
    this.clock.advance(Math.max(0, (saved.aheadMs ?? 0) - this.clock.ahead));
    this.catalog.load(saved);
    dropTemporary(this.catalog);
    // A graph of the state may call one before any statement could wait for it.
    const needsJavaScript = this.catalog.everything().some((object) => isJavaScript(object) || hasJavaScript(object));
    if (needsJavaScript) void prepareJavaScript();
    if (saved.taskRuns) this.scheduler.load(saved.taskRuns);
    if (saved.containers) this.containers.load(saved.containers);
    this.addUsers();
  }

  /** Users of the options; one that a saved catalog already knows takes their credentials and roles. */
  private addUsers(): void {
    for (const record of this.users ?? []) {
      const known = this.catalog.find(accountId, "USER", record.name.toUpperCase());
      if (known) updateUser(this.catalog, known, record);
      else addUser(this.catalog, record);
    }
  }

  private run(
    session: Session,
    text: string,
    bindings: Record<string, Binding>,
    { describeOnly = false, queryId }: ExecuteOptions,
  ): StatementResult {
    const tokens = tokenize(text, bindings);
    requireOne(tokens);
    const rules = {
      foldQuoted: this.parameter(session, "QUOTED_IDENTIFIERS_IGNORE_CASE") === true,
      variables: session.variables,
      timestampType: String(this.parameter(session, "TIMESTAMP_TYPE_MAPPING")),
    };
    const { action, reads } = parseStatement(new Cursor(tokens, rules, text), kinds);
    if (describeOnly && !reads) return { ...described(text), rows: [] };
    const result = this.act(session, action, { queryId, mayWait: !describeOnly && this.depth === 0 && !session.task });
    if (result.transfer && (this.depth > 0 || session.task)) throw unsupported("PUT or GET where there is no client");
    if (describeOnly) return { ...result, rows: [] };
    if (!reads) this.onChange?.();
    return result;
  }

  /** Carries a statement out; one that has to wait is tried again until it need not. */
  private act(session: Session, action: Action, statement: Pick<Context, "queryId" | "mayWait">): StatementResult {
    const askedOn = this.catalog.now();
    const attempt = () => action({ ...this.context(session), ...statement, askedOn });
    try {
      return attempt();
    } catch (cause) {
      if (!(cause instanceof NotYet)) throw cause;
      return { columns: [], rows: [], statementTypeId: statementTypes.select, wait: tryAgain(attempt, cause) };
    }
  }

  private context(session: Session): Context {
    const access = new Access(this.catalog, session);
    const results = this.results.get(session) ?? new Map();
    const { account, catalog, statements, scheduler, containers, sharedFiles, waiters } = this;
    const run: Context["run"] = (text, options = {}) =>
      this.runWithin(options.session ?? session, text, options.bindings);
    const facts = {
      account,
      catalog,
      session,
      access,
      kinds,
      results,
      statements,
      scheduler,
      containers,
      sharedFiles,
      waiters,
      run,
    };
    return { ...facts, queryId: newQueryId(), askedOn: catalog.now(), mayWait: false };
  }

  /** Runs a statement for one that has not ended yet. */
  private runWithin(session: Session, text: string, bindings: Record<string, Binding> = {}) {
    if (this.depth === deepestCall) throw tooDeep();
    this.depth += 1;
    try {
      const queryId = newQueryId();
      return { queryId, result: this.execute(session, text, { queryId, bindings }) };
    } finally {
      this.depth -= 1;
    }
  }

  private newSessionId(): number {
    this.lastSession += 1;
    return this.lastSession;
  }

  /** Runs the graphs that are due, unless a statement is under way. */
  private runDue(): void {
    if (this.underWay > 0) return;
    let next = Number.POSITIVE_INFINITY;
    this.underWay += 1;
    try {
      if (this.scheduler.runDue()) this.onChange?.();
      next = this.lookAfterWaiters();
    } finally {
      this.underWay -= 1;
    }
    this.timer.set(Math.min(this.scheduler.nextTime, next) - this.clock.now().getTime());
  }

  /** Answers the statements that need not wait any longer; when to look again. */
  private lookAfterWaiters(): number {
    const { clock, containers, waiters } = this;
    // Nobody sees what happens to containers but by asking, or by waiting for it.
    if (waiters.size === 0) return Number.POSITIVE_INFINITY;
    // While time stands still: what happened after a statement was looked after would be over, and no reason to look again.
    return clock.at(clock.now().getTime(), () => {
      containers.catchUp();
      waiters.look();
      return waiters.size > 0 ? Math.min(waiters.nextTime, containers.nextTime) : Number.POSITIVE_INFINITY;
    });
  }

  private parameter(session: Session, name: string): ParameterValue | undefined {
    const definition = parameterDefinition(name);
    return definition && sessionParameter(this.catalog, session, definition).value;
  }

  private keep(session: Session, queryId: string, result: StatementResult): void {
    const results = this.results.get(session) ?? new Map<string, StatementResult>();
    this.results.set(session, results);
    results.set(queryId, result);
    const oldest = results.keys().next();
    if (results.size > keptResults && !oldest.done) results.delete(oldest.value);
  }
}

/** The parameters that drivers are told about, with their effective values. */
export function sessionParameters(engine: Engine, session: Session): ReportedParameter[] {
  return engine.sessionParameters(session);
}

/** An id in the form that Snowflake gives. */
function newQueryId(): string {
  return `01${randomUUID().slice(2)}`;
}

/** No source has the code of this error. */
function tooDeep(): SqlError {
  return new SqlError("100183", "P0000", `Stored procedures call one another more than ${deepestCall} deep.`);
}

/** A name that tells where the stream is. */
function streamName(name: string): string {
  try {
    const { parts } = parseName(name, 3);
    if (parts.length === 3) return qualifiedText(parts);
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
  }
  throw new RangeError(`${name}: must be DATABASE.SCHEMA.STREAM.`);
}

function requireOne(tokens: readonly Token[]): void {
  const count = countStatements(tokens);
  if (count === 0) throw new SqlError("000900", "42601", "SQL compilation error:\nEmpty SQL statement.");
  if (count === 1) return;
  throw new SqlError("000008", "0A000", `Actual statement count ${count} did not match the desired statement count 1.`);
}

/** The columns of a statement that would change something. */
function described(text: string): Omit<StatementResult, "rows"> {
  const changes = rowChanges[tokenize(text, anyBinding)[0]?.value ?? ""];
  return changes
    ? { columns: changes.counts.map((name) => fixed(name)), statementTypeId: changes.type }
    : { columns: [textColumn("status")], statementTypeId: statementTypes.ddl };
}

const rowChanges: Record<string, { counts: string[]; type: number }> = {
  INSERT: { counts: ["number of rows inserted"], type: statementTypes.insert },
  UPDATE: { counts: ["number of rows updated", "number of multi-joined rows updated"], type: statementTypes.update },
  DELETE: { counts: ["number of rows deleted"], type: statementTypes.delete },
};

/** The answers of one statement for several rows of bindings: counts of rows add up. */
function added(sum: StatementResult, next: StatementResult): StatementResult {
  if (!Object.values(rowChanges).some(({ type }) => type === sum.statementTypeId)) return next;
  const total = (i: number) => String(Number(sum.rows[0]?.[i]) + Number(next.rows[0]?.[i]));
  return { ...sum, rows: [sum.columns.map((_, i) => total(i))] };
}
