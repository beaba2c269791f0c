/** A privilege on whatever of a kind will be created in a container. */
export interface FutureGrant {
  privilege: string;
  /** Kind of the objects. */
  kind: string;
  /** Id of the database or schema. */
  in: number;
  /** Id of the role that will have it. */
  to: number;
  withGrantOption: boolean;
  createdOn: number;
}

/** All future grants, oldest first. */
export class FutureGrants {
  private grants: FutureGrant[] = [];

  in(container: number): FutureGrant[] {
    return this.grants.filter((grant) => grant.in === container);
  }

  to(grantee: number): FutureGrant[] {
    return this.grants.filter((grant) => grant.to === grantee);
  }

  add(grant: FutureGrant): void {
    const existing = this.grants.find((other) => isSame(other, grant));
    if (existing) existing.withGrantOption ||= grant.withGrantOption;
    else this.grants.push(grant);
  }

  remove(grant: Pick<FutureGrant, "privilege" | "kind" | "in" | "to">): void {
    this.grants = this.grants.filter((other) => !isSame(other, grant));
  }

  /** Takes out what is in a container that is gone for good, and what a role that is gone would have had. */
  forget(id: number): void {
    this.grants = this.grants.filter((grant) => grant.in !== id && grant.to !== id);
  }

  all(): FutureGrant[] {
    return this.grants;
  }

  load(grants: readonly FutureGrant[]): void {
    this.grants = [...grants];
  }
}

function isSame(a: FutureGrant, b: Pick<FutureGrant, "privilege" | "kind" | "in" | "to">): boolean {
  return a.privilege === b.privilege && a.kind === b.kind && a.in === b.in && a.to === b.to;
}
