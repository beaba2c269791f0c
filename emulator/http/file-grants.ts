import { randomBytes } from "node:crypto";
import type { FileTransfer } from "../engine/stage/file-transfer";

/** What the address of one answer to PUT or GET allows. */
export interface FileGrant {
  readonly transfer: FileTransfer;
  /** The one file that it is for; without it, every file in the folder. */
  readonly path?: string;
  readonly expiresMs: number;
}

const lifeMs = 3_600_000;
const mostKept = 10_000;

/** Tokens in the addresses that drivers send files to and fetch them from; good for an hour, and for one statement. */
export class FileGrants {
  private readonly byToken = new Map<string, FileGrant>();
  private readonly now: () => Date;

  constructor(now: () => Date) {
    this.now = now;
  }

  /** A token for one file, or for all in the folder. */
  add(transfer: FileTransfer, path?: string): string {
    const token = randomBytes(32).toString("base64url");
    const expiresMs = this.now().getTime() + lifeMs;
    this.byToken.set(token, { transfer, expiresMs, ...(path === undefined ? {} : { path }) });
    for (const oldest of this.byToken.keys()) {
      if (this.byToken.size <= mostKept) break;
      this.byToken.delete(oldest);
    }
    return token;
  }

  find(token: string): FileGrant | undefined {
    const grant = this.byToken.get(token);
    return grant && this.now().getTime() < grant.expiresMs ? grant : undefined;
  }
}
