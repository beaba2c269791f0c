import { randomBytes } from "node:crypto";

/** A file that whoever knows its address may fetch for some time. */
export interface SharedFile {
  /** From the stage's root. */
  readonly path: string;
  /** Milliseconds since the epoch; the account's clock decides. */
  readonly expiresOn: number;
  /** What cloud storage has; undefined if there is no such file, or no such stage any more. */
  read(): Buffer | undefined;
}

const mostKept = 10_000;

/** Files behind pre-signed addresses, by the token in the address; not saved, and the oldest of very many are forgotten. */
export class SharedFiles {
  private readonly byToken = new Map<string, SharedFile>();

  /** A token for the file. */
  add(file: SharedFile): string {
    const token = randomBytes(32).toString("base64url");
    this.byToken.set(token, file);
    for (const oldest of this.byToken.keys()) {
      if (this.byToken.size <= mostKept) break;
      this.byToken.delete(oldest);
    }
    return token;
  }

  /** The file, even if the time of its address is over. */
  find(token: string): SharedFile | undefined {
    return this.byToken.get(token);
  }
}
