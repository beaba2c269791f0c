/** How a container of an image behaves. */
export interface ImageBehaviour {
  /**
   * `runs`: becomes ready and stays so. `fails`: breaks down each time that it is started. `exits`: ends by itself, as
   * the container of a job does.
   */
  readonly outcome: "runs" | "fails" | "exits";
  /** Code that it ends with. */
  readonly exitCode?: number;
  /** What the status of a failed container says. */
  readonly message?: string;
  /** What it writes to its log. */
  readonly logs?: string;
  /** Seconds from one line of its log to the next; the first is there at its start. Left out, it writes all at once. */
  readonly logEverySeconds?: number;
  /** Seconds from its start until it is ready, fails or ends. */
  readonly afterSeconds?: number;
}
