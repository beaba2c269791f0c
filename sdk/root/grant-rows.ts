import type { Row } from "../../provider/client/client";
import { withRow } from "./facts";
import type { AnyPrivilege } from "./grant-privileges";

/** A privilege, or another text that Snowflake has come up with since. */
export type PrivilegeWord = AnyPrivilege | "OWNERSHIP" | (string & Record<never, never>);

/** What all that was granted has in common. */
export interface AnyGrant {
  /** When it was granted. */
  readonly createdOn?: Date;
  /** What the grantee is: `ROLE`, `DATABASE_ROLE`, `USER`, `SHARE`, `APPLICATION`, … */
  readonly grantedTo: string;
  /** The grantee's name as Snowflake shows it. */
  readonly granteeName: string;
  /** The role that counts as giving it; absent if Snowflake itself did, or does not say. */
  readonly grantedBy?: string;
  /** What that is: `ROLE`, `DATABASE_ROLE` or `APPLICATION_ROLE`; of `root.grants.on` alone. */
  readonly grantedByRoleType?: string;
  /** All columns of the row, as text. */
  readonly raw: Readonly<Record<string, string | null>>;
}

/** A privilege that was granted; a role among them as `USAGE` on the role. */
export interface Grant extends AnyGrant {
  /** What the grantee may do: `SELECT`, `CREATE TABLE`, `OWNERSHIP`. */
  readonly privilege: PrivilegeWord;
  /** The kind of the object: `TABLE`, `IMAGE_REPOSITORY`, `ACCOUNT`, … */
  readonly grantedOn: string;
  /** The object's full name as Snowflake shows it. */
  readonly name: string;
  /** Whether the grantee may pass it on. */
  readonly grantOption: boolean;
}

/** A role that was granted. */
export interface RoleGrant extends AnyGrant {
  /** The role's name as Snowflake shows it; of a database role with its database. */
  readonly role: string;
}

/** A privilege on whatever of a kind will be made in a database or schema. */
export interface FutureGrant extends AnyGrant {
  /** What the grantee may do: `SELECT`, `CREATE TABLE`, `OWNERSHIP`. */
  readonly privilege: PrivilegeWord;
  /** The kind of the objects: `TABLE`, `FILE_FORMAT`, … */
  readonly grantedOn: string;
  /** The database or schema. */
  readonly in: string;
  /** Whether the grantee may pass it on. */
  readonly grantOption: boolean;
}

/** A row of SHOW GRANTS ON, or of SHOW GRANTS TO a role. */
export function grantOf(row: Row): Grant {
  return withRow(
    {
      ...common(row),
      privilege: row["privilege"] ?? "",
      grantedOn: row["granted_on"] ?? "",
      name: row["name"] ?? "",
      grantOption: row["grant_option"]?.toLowerCase() === "true",
    },
    row,
  );
}

/** A row of SHOW GRANTS OF, or of SHOW GRANTS TO a user. */
export function roleGrantOf(row: Row): RoleGrant {
  return withRow({ ...common(row), role: row["role"] ?? "" }, row);
}

/** A row of SHOW FUTURE GRANTS. */
export function futureGrantOf(row: Row): FutureGrant {
  return withRow(
    {
      ...common(row),
      privilege: row["privilege"] ?? "",
      grantedOn: row["grant_on"] ?? "",
      // `DB.S.<TABLE>`
      in: (row["name"] ?? "").replace(/\.<[^<>]*>$/, ""),
      grantOption: row["grant_option"]?.toLowerCase() === "true",
    },
    row,
  );
}

function common(row: Row): Omit<AnyGrant, "raw"> {
  const createdOn = new Date(row["created_on"] ?? Number.NaN);
  const by = row["granted_by"] ?? "";
  const type = row["granted_by_role_type"] ?? "";
  return {
    ...(Number.isNaN(createdOn.getTime()) ? {} : { createdOn }),
    grantedTo: row["granted_to"] ?? row["grant_to"] ?? "",
    granteeName: row["grantee_name"] ?? "",
    ...(by === "" ? {} : { grantedBy: by }),
    ...(type === "" ? {} : { grantedByRoleType: type }),
  };
}
