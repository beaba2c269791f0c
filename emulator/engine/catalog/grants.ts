/** A privilege on an object, given to a role (or a role given to a role or user: USAGE on the role). */
export interface Grant {
  privilege: string;
  /** Id of the object. */
  on: number;
  /** Id of the role or user that has it. */
  to: number;
  withGrantOption: boolean;
  /** Id of the role that gave it; null is Snowflake itself. The same may be given by several. */
  by: number | null;
  createdOn: number;
}

/** All grants, by object and by who has them. */
export class Grants {
  private readonly byObject = new Map<number, Grant[]>();
  private readonly byGrantee = new Map<number, Grant[]>();

  on(object: number): readonly Grant[] {
    return this.byObject.get(object) ?? [];
  }

  to(grantee: number): readonly Grant[] {
    return this.byGrantee.get(grantee) ?? [];
  }

  add(grant: Grant): void {
    const existing = this.held(grant.privilege, grant.on, grant.to).find(({ by }) => by === grant.by);
    if (existing) {
      existing.withGrantOption ||= grant.withGrantOption;
      return;
    }
    this.insert(grant);
  }

  /** The grants of a privilege that somebody has, one from each who gave it. */
  held(privilege: string, on: number, to: number): Grant[] {
    return this.on(on).filter((grant) => grant.privilege === privilege && grant.to === to);
  }

  remove(grant: Grant): void {
    this.byObject.set(
      grant.on,
      this.on(grant.on).filter((other) => other !== grant),
    );
    this.byGrantee.set(
      grant.to,
      this.to(grant.to).filter((other) => other !== grant),
    );
  }

  /** Takes out every grant on the object and every grant that it had itself. */
  forget(id: number): void {
    for (const grant of [...this.on(id), ...this.to(id)]) this.remove(grant);
    this.byObject.delete(id);
    this.byGrantee.delete(id);
  }

  all(): Grant[] {
    return [...this.byObject.values()].flat();
  }

  load(grants: readonly Grant[]): void {
    this.byObject.clear();
    this.byGrantee.clear();
    for (const grant of grants) this.insert(grant);
  }

  private insert(grant: Grant): void {
    push(this.byObject, grant.on, grant);
    push(this.byGrantee, grant.to, grant);
  }
}

function push(map: Map<number, Grant[]>, key: number, grant: Grant): void {
  const grants = map.get(key);
  if (grants) grants.push(grant);
  else map.set(key, [grant]);
}
