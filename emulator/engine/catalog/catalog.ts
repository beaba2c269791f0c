import type { FutureGrant } from "./future-grants";
import { FutureGrants } from "./future-grants";
import type { Grant } from "./grants";
import { Grants } from "./grants";
import { NameIndex } from "./name-index";
import type { CatalogObject, NewObject } from "./object";

/** Id of the account, the container of databases, warehouses, roles and users. */
export const accountId = 0;

/** The catalog as data for JSON. */
export interface SavedCatalog {
  version: 1;
  lastId: number;
  lastTime: number;
  objects: CatalogObject[];
  grants: Grant[];
  futureGrants?: FutureGrant[];
}

/** Every object of the account, alive or dropped but still recoverable, by id and by name. */
export class Catalog {
  readonly grants = new Grants();
  readonly futureGrants = new FutureGrants();
  private readonly objects = new Map<number, CatalogObject>();
  private readonly byKind = new Map<string, Set<CatalogObject>>();
  private readonly alive = new NameIndex<CatalogObject>();
  private readonly dropped = new NameIndex<CatalogObject[]>();
  private readonly clock: () => Date;
  private lastId = -1;
  private lastTime = 0;

  constructor(accountName: string, clock: () => Date) {
    this.clock = clock;
    this.add({ kind: "ACCOUNT", space: "ACCOUNT", name: accountName, parent: -1, owner: null });
  }

  get account(): CatalogObject {
    return this.get(accountId);
  }

  /** The present time in milliseconds. */
  now(): number {
    return Math.max(this.clock().getTime(), this.lastTime);
  }

  /** A time later than every one it gave before, so that no two objects share one. */
  stamp(): number {
    this.lastTime = Math.max(this.clock().getTime(), this.lastTime + 1);
    return this.lastTime;
  }

  /** A time that no change so far is later than, and that every change to come is later than. */
  mark(): number {
    return Math.max(this.lastTime, this.clock().getTime() - 1);
  }

  get(id: number): CatalogObject {
    const object = this.objects.get(id);
    if (!object) throw new Error(`no object ${id} in the catalog`);
    return object;
  }

  /** An object by id, dropped ones included; undefined when it is gone for good. */
  lookup(id: number): CatalogObject | undefined {
    return this.objects.get(id);
  }

  find(parent: number, space: string, name: string, signature = ""): CatalogObject | undefined {
    return this.alive.get(parent, space, name + signature);
  }

  /** Live objects of one space in a container, in no particular order. */
  children(parent: number, space: string): CatalogObject[] {
    return this.alive.values(parent, space);
  }

  /** Live objects of every space in a container. */
  allChildren(parent: number): CatalogObject[] {
    return this.alive.all(parent);
  }

  /** Every object of a kind, oldest first; dropped ones that can still come back are among them. */
  ofKind(kind: string): ReadonlySet<CatalogObject> {
    return this.byKind.get(kind) ?? new Set();
  }

  /** Whether an object and all that contains it were not dropped. */
  isLive(object: CatalogObject): boolean {
    if (object.droppedOn !== null) return false;
    const container = this.objects.get(object.parent);
    return container === undefined || this.isLive(container);
  }

  /** Every live object whose containers live too. */
  everything(): CatalogObject[] {
    const objects: CatalogObject[] = [this.account];
    for (const object of objects) objects.push(...this.allChildren(object.id));
    return objects;
  }

  /** Dropped objects that can still come back, oldest first. */
  droppedChildren(parent: number, space: string): CatalogObject[] {
    const now = this.now();
    return this.dropped
      .values(parent, space)
      .flat()
      .filter((object) => (object.retainedUntil ?? 0) > now);
  }

  add(definition: NewObject): CatalogObject {
    this.lastId += 1;
    const time = this.stamp();
    const object: CatalogObject = {
      comment: "",
      parameters: {},
      properties: {},
      ...definition,
      id: this.lastId,
      createdOn: time,
      updatedOn: time,
      droppedOn: null,
      retainedUntil: null,
      tags: definition.tags ?? {},
    };
    this.enter(object);
    this.alive.set(object.parent, object.space, keyOf(object), object);
    return object;
  }

  /** Gives a live object another name or container. */
  move(object: CatalogObject, parent: number, name: string): void {
    this.alive.delete(object.parent, object.space, keyOf(object));
    object.parent = parent;
    object.name = name;
    this.alive.set(parent, object.space, keyOf(object), object);
  }

  /** Exchanges the names and containers of two live objects. */
  swap(a: CatalogObject, b: CatalogObject): void {
    const [parent, name] = [a.parent, a.name];
    this.alive.delete(b.parent, b.space, keyOf(b));
    [a.parent, a.name, b.parent, b.name] = [b.parent, b.name, parent, name];
    this.alive.set(a.parent, a.space, keyOf(a), a);
    this.alive.set(b.parent, b.space, keyOf(b), b);
  }

  /** Drops an object; for `retentionDays` it can come back with all that is in it. */
  drop(object: CatalogObject, retentionDays: number): void {
    this.detach(object, retentionDays);
    this.release(object);
  }

  /** Takes an object out of its container; what is in it can still be read until {@link release}. */
  detach(object: CatalogObject, retentionDays: number): void {
    this.alive.delete(object.parent, object.space, keyOf(object));
    object.droppedOn = this.stamp();
    object.retainedUntil = object.droppedOn + retentionDays * 86_400_000;
    if (retentionDays <= 0) return;
    const versions = this.dropped.get(object.parent, object.space, keyOf(object)) ?? [];
    this.dropped.set(object.parent, object.space, keyOf(object), [...versions, object]);
  }

  /** Forgets a detached object that nothing can bring back. */
  release(object: CatalogObject): void {
    if (object.retainedUntil === object.droppedOn) this.forget(object);
  }

  /** The newest dropped version of a name that can still come back. */
  newestDropped(parent: number, space: string, name: string, signature = ""): CatalogObject | undefined {
    const newest = this.dropped.get(parent, space, name + signature)?.at(-1);
    return newest && (newest.retainedUntil ?? 0) > this.now() ? newest : undefined;
  }

  undrop(object: CatalogObject): void {
    const versions = this.dropped.get(object.parent, object.space, keyOf(object)) ?? [];
    this.dropped.set(
      object.parent,
      object.space,
      object.name,
      versions.filter((version) => version !== object),
    );
    object.droppedOn = null;
    object.retainedUntil = null;
    this.alive.set(object.parent, object.space, keyOf(object), object);
  }

  /** The catalog itself, not a copy: to be written before the next statement. */
  save(): SavedCatalog {
    return {
      version: 1,
      lastId: this.lastId,
      lastTime: this.lastTime,
      objects: [...this.objects.values()],
      grants: this.grants.all(),
      futureGrants: this.futureGrants.all(),
    };
  }

  load(data: SavedCatalog): void {
    this.objects.clear();
    this.byKind.clear();
    this.alive.clear();
    this.dropped.clear();
    this.lastId = data.lastId;
    this.lastTime = data.lastTime;
    for (const object of structuredClone(data.objects)) this.takeUp(object);
    this.grants.load(structuredClone(data.grants));
    this.futureGrants.load(structuredClone(data.futureGrants ?? []));
  }

  private enter(object: CatalogObject): void {
    const ofKind = this.byKind.get(object.kind) ?? new Set<CatalogObject>();
    this.byKind.set(object.kind, ofKind.add(object));
    this.objects.set(object.id, object);
  }

  private takeUp(object: CatalogObject): void {
    this.enter(object);
    if (object.droppedOn === null) {
      this.alive.set(object.parent, object.space, keyOf(object), object);
      return;
    }
    const versions = this.dropped.get(object.parent, object.space, keyOf(object)) ?? [];
    versions.push(object);
    versions.sort((a, b) => (a.droppedOn ?? 0) - (b.droppedOn ?? 0));
    this.dropped.set(object.parent, object.space, keyOf(object), versions);
  }

  private forget(object: CatalogObject): void {
    for (const child of this.allChildren(object.id)) this.forget(child);
    this.alive.deleteContainer(object.id);
    this.objects.delete(object.id);
    this.byKind.get(object.kind)?.delete(object);
    this.grants.forget(object.id);
    this.futureGrants.forget(object.id);
  }
}

/** What an object is found by among those of its space. */
function keyOf({ name, signature = "" }: CatalogObject): string {
  return name + signature;
}
