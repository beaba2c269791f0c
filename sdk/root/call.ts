/** What every call takes. */
export interface CallOptions {
  /** Stops waiting, and cancels the statement under way. The error is a {@link TimeoutError}. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds that the whole call may take. @defaultValue as long as it takes */
  readonly timeoutMs?: number | undefined;
}
