/** A failure that the user can mend; its message says how, so it is shown without a stack. */
export class SetupError extends Error {}

/**
 * Tells the user something. Standard output belongs to the script that called, so this goes to standard error.
 *
 * @param {string} line
 */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/**
 * Tells how far something long has come: one line that rewrites itself on a terminal, else a new line every 20 seconds.
 *
 * @returns {{ show(line: string): void; end(line: string): void }}
 */
export function progress() {
  const terminal = process.stderr.isTTY;
  let lastShown = Date.now();
  return {
    show(line) {
      if (terminal) process.stderr.write(`\r\x1b[K${line}`);
      else if (Date.now() - lastShown >= 20_000) {
        lastShown = Date.now();
        say(line);
      }
    },
    end(line) {
      process.stderr.write(terminal ? `\r\x1b[K${line}\n` : `${line}\n`);
    },
  };
}

/**
 * A duration in words: `48 s`, `3 min 5 s`.
 *
 * @param {number} since - A moment as `Date.now()` gives it.
 */
export function elapsed(since) {
  const seconds = Math.round((Date.now() - since) / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
