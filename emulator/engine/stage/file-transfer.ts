/** What PUT or GET asks the client to do; the client itself reads and writes its files, and builds the rows. */
export interface FileTransfer {
  command: "UPLOAD" | "DOWNLOAD";
  /** What stands behind `file://`: files to send, perhaps with wildcards, or the folder to write to. */
  local: string;
  /** Folder on the stage, from its root; empty or ending in a slash. */
  folder: string;
  /** Files to fetch, from the folder down; none for PUT. */
  files: readonly string[];
  parallel: number;
  autoCompress: boolean;
  /** `auto_detect`, `gzip`, `none` … */
  sourceCompression: string;
  overwrite: boolean;
  /** Content of a file by its path from the stage's root; undefined if there is none, or no such stage any more. */
  read(path: string): Buffer | undefined;
  /** Stores a file. @throws SqlError if it does not fit, or if the stage is gone. */
  write(path: string, content: Buffer): void;
}
