import type { Facts } from "../resource/state";
import type { ListedFile } from "./stage-list";

/** What LIST said of a file after it was uploaded; `path` is the one on the stage. */
export type FileFacts = ListedFile;

/** What is kept in mind of a file. */
export interface FileMemory {
  /** The file as it was after its upload; absent if that could not be asked. */
  readonly file?: FileFacts;
  /** A file at a former place that is still to be removed. */
  readonly left?: FileFacts & { readonly stage: string };
}

/** What the state keeps in mind of a file. */
export function memoryOf({ memory = {} }: Facts): FileMemory {
  return memory as FileMemory;
}

/** Whether what lies there has the content of then. Encryption gives the same content another MD5 each time: then is compared with now. */
export function hasContentOf(now: ListedFile, then: FileFacts): boolean {
  if (now.size !== then.size) return false;
  return now.md5 === null || then.md5 === null ? now.lastModified === then.lastModified : now.md5 === then.md5;
}

/** Whether it is the very file, not one with the same content that somebody uploaded later. */
export function isVeryFile(now: ListedFile, then: FileFacts): boolean {
  return hasContentOf(now, then) && now.lastModified === then.lastModified;
}

/** What stands for the hash of content that is not what was uploaded. */
export function foreignHash({ size, md5, lastModified }: ListedFile): string {
  return `not what was uploaded: ${size} bytes, ${md5 === null ? `of ${lastModified}` : `md5 ${md5}`}`;
}
