import * as pulumi from "@pulumi/pulumi";
import { adoptLine } from "../provider/resource/one-run";

/** Options that the engine cannot carry out for dynamic resources, and would ignore or fail on without saying why. */
export function refuseUnsupported(kind: string, name: string, opts: pulumi.CustomResourceOptions): void {
  if (opts.import !== undefined) {
    throw new pulumi.RunError(
      `${kind} ${name}: the option import does not reach dynamic resources. To take up what exists, leave it out and set createMode: "ifNotExists", or run once: ` +
        adoptLine(kind, String(opts.import)),
    );
  }
  if (opts.replaceOnChanges !== undefined && opts.replaceOnChanges.length > 0) {
    throw new pulumi.RunError(
      `${kind} ${name}: the option replaceOnChanges has no effect on dynamic resources. Leave it out; to replace the object once, set deleteBeforeReplace: true and run: pulumi up --replace URN`,
    );
  }
}
