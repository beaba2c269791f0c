import { InvalidArgumentError } from "../../provider/client/errors";
import { Sql, sql } from "../../provider/sql";
import type { CallOptions } from "./call";
import { ComputePoolCollection, ComputePoolReference } from "./compute-pool";
import { familyOf, type OfferedFamily } from "./compute-pool-families";
import type { Connection } from "./connection";
import { DatabaseCollection, DatabaseReference } from "./database";
import { Grants } from "./grants";
import { type Columns, type QueryResult, type RowOf, readRows } from "./query";
import { RoleCollection, RoleReference } from "./role";
import { readName } from "./spec";
import { UserReference } from "./user";
import { WarehouseCollection, WarehouseReference } from "./warehouse";

/** Who and where the session of a root is. */
export interface SessionIdentity {
  /** The organization's name. */
  readonly organization: string;
  /** The account's name in its organization. */
  readonly account: string;
  /** The user who has logged in, as Snowflake keeps the name. */
  readonly user: string;
  /** The role of the session, as Snowflake keeps the name. */
  readonly role: string;
}

/** The entry to everything in an account, as one role sees it. */
export class Root {
  readonly #connection: Connection;

  /** @internal */
  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** The databases of the account. */
  get databases(): DatabaseCollection {
    return new DatabaseCollection(this.#connection);
  }

  /** The warehouses of the account. */
  get warehouses(): WarehouseCollection {
    return new WarehouseCollection(this.#connection);
  }

  /** The compute pools of the account. */
  get computePools(): ComputePoolCollection {
    return new ComputePoolCollection(this.#connection);
  }

  /** The roles of the account. */
  get roles(): RoleCollection {
    return new RoleCollection(this.#connection);
  }

  /** Who has which privilege on what. */
  get grants(): Grants {
    return new Grants(this.#connection);
  }

  /** A database by name; it need not exist. */
  database(name: string): DatabaseReference {
    return new DatabaseReference(this.#connection, [readName("Database", name)]);
  }

  /** A warehouse by name; it need not exist. */
  warehouse(name: string): WarehouseReference {
    return new WarehouseReference(this.#connection, [readName("Warehouse", name)]);
  }

  /** A compute pool by name; it need not exist. */
  computePool(name: string): ComputePoolReference {
    return new ComputePoolReference(this.#connection, [readName("ComputePool", name)]);
  }

  /**
   * The machines that compute pools can have in the account's region.
   *
   * @see https://docs.snowflake.com/en/sql-reference/sql/show-compute-pool-instance-families
   */
  async instanceFamilies(options: CallOptions = {}): Promise<OfferedFamily[]> {
    const statement = sql`SHOW COMPUTE POOL INSTANCE FAMILIES`;
    const { rows } = await this.#connection.execute(statement, { ...options, writes: false });
    return rows.map(familyOf);
  }

  /** A role of the account by name; it need not exist. */
  role(name: string): RoleReference {
    return new RoleReference(this.#connection, [readName("Role", name)]);
  }

  /** A user by name, to give roles to and to take them from. */
  user(name: string): UserReference {
    return new UserReference(this.#connection, readName("User", name));
  }

  /** Who and where the session is; asked once. */
  async identity(options: CallOptions = {}): Promise<SessionIdentity> {
    const { organization, account, user, role } = await this.#connection.context(options).clientFor({}).identity();
    return { organization, account, user, role };
  }

  /**
   * The same account as another role sees it, in a session of its own that ends with this root's, or when it is closed itself.
   *
   * @param role - Its name; the user must have it.
   * @throws InvalidArgumentError if this root was given an open connection: it has the role that it has.
   */
  withRole(role: string): Root {
    return new Root(this.#connection.withRole(readName("Role", role)));
  }

  /**
   * Runs a statement for what has no method, and answers its rows, each cell as text as Snowflake sent it.
   *
   * @param statement - Built with {@link sql}, which makes literals of strings, so that no value becomes code.
   */
  async query(statement: Sql): Promise<QueryResult<Readonly<Record<string, string | null>>>>;
  /**
   * Runs a statement, and answers its rows with each cell as what it is.
   *
   * @param statement - Built with {@link sql}, which makes literals of strings, so that no value becomes code.
   * @param columns - The type that each column of the result is read as; `{}` for text, as Snowflake sent it.
   * @throws SqlError if a column is missing, or a cell is not of its type.
   * @example
   * ```ts
   * const { rows } = await root.query(sql`SELECT ID, AT FROM ${table} WHERE ID > ${7}`, { ID: "number", AT: "date" });
   * ```
   */
  async query<const C extends Columns>(
    statement: Sql,
    columns: C,
    options?: CallOptions,
  ): Promise<QueryResult<RowOf<C>>>;
  async query<C extends Columns>(
    statement: Sql,
    columns: C = {} as C,
    options: CallOptions = {},
  ): Promise<QueryResult<RowOf<C>>> {
    if (!(statement instanceof Sql)) throw notBuilt();
    // It may change something: it is never sent twice.
    const { rows, queryId } = await this.#connection.execute(statement, { ...options, writes: true });
    return { rows: readRows(rows, columns), queryId };
  }

  /** Ends the session, and those of the roots that {@link Root.withRole} has made of it; a connection that was given stays open. */
  async close(): Promise<void> {
    await this.#connection.close();
  }

  /** The same as {@link Root.close}, for `await using`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

function notBuilt(): InvalidArgumentError {
  return new InvalidArgumentError({
    message:
      "query() takes a statement that sql`…` has built, so that no value in it becomes code. Write query(sql`SELECT …`).",
  });
}
