/** Things by container, space and name; looking one up takes no longer in a large catalog. */
export class NameIndex<T> {
  private readonly containers = new Map<number, Map<string, Map<string, T>>>();

  get(parent: number, space: string, name: string): T | undefined {
    return this.containers.get(parent)?.get(space)?.get(name);
  }

  set(parent: number, space: string, name: string, value: T): void {
    const spaces = this.containers.get(parent) ?? new Map<string, Map<string, T>>();
    this.containers.set(parent, spaces);
    const names = spaces.get(space) ?? new Map<string, T>();
    spaces.set(space, names);
    names.set(name, value);
  }

  delete(parent: number, space: string, name: string): void {
    this.containers.get(parent)?.get(space)?.delete(name);
  }

  deleteContainer(parent: number): void {
    this.containers.delete(parent);
  }

  values(parent: number, space: string): T[] {
    return [...(this.containers.get(parent)?.get(space)?.values() ?? [])];
  }

  all(parent: number): T[] {
    return [...(this.containers.get(parent)?.values() ?? [])].flatMap((names) => [...names.values()]);
  }

  clear(): void {
    this.containers.clear();
  }
}
