import type * as pulumi from "@pulumi/pulumi";
import type { CreateMode, DataLoss, Timeouts } from "../provider/resource/options";

/** Arguments that every kind has. */
export interface CommonArgs {
  /**
   * The object's name as Snowflake reads it: `my_db` means `MY_DB`; with quotes inside the text, `"\"My db\""`, it is kept as
   * written. A changed name renames the object.
   *
   * @defaultValue the resource's own name at creation; renaming the resource later does not rename the object
   */
  readonly name?: pulumi.Input<string> | undefined;
  /** Name of a connection, from `pulumi-dynamic-snowflake:connections` or `connections.toml`. @defaultValue the stack's connection */
  readonly connection?: pulumi.Input<string> | undefined;
  /** Role that does everything with the object. @defaultValue the connection's role */
  readonly role?: pulumi.Input<string> | undefined;
  /**
   * What to do if an object of that name exists: an error, take it up if it equals the declaration, take it up and alter it
   * (never losing data), or replace it (as far as {@link CommonArgs.dataLoss} allows).
   *
   * @defaultValue `"errorIfExists"`, or the stack's `pulumi-dynamic-snowflake:createMode`
   */
  readonly createMode?: pulumi.Input<CreateMode> | undefined;
  /**
   * What may be lost for the sake of a change: nothing (`"refuse"`), only what is empty (`"ifEmpty"`), only what UNDROP can
   * bring back (`"recoverable"`), anything (`"allow"`).
   *
   * @defaultValue `"ifEmpty"`, or the stack's `pulumi-dynamic-snowflake:dataLoss`
   */
  readonly dataLoss?: pulumi.Input<DataLoss> | undefined;
  /** Whether `refresh` looks for changed tags; that takes a warehouse. @defaultValue false */
  readonly readTags?: pulumi.Input<boolean> | undefined;
  /** How long each statement of a creation, update or deletion may take, like `"90s"`, `"5m"` or `"1h30m"`. @defaultValue no limit */
  readonly timeouts?: pulumi.Input<{ readonly [K in keyof Timeouts]?: pulumi.Input<string> | undefined }> | undefined;
}
