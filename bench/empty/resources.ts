import * as pulumi from "@pulumi/pulumi";

/** As long as the text that our own resources put into state. */
const __provider = 'exports.handler=()=>require("empty-dynamic-resources/handlers").empty';

/** A dynamic resource that only costs what Pulumi costs; it takes the arguments of any kind, and stands for its name. */
class Empty extends pulumi.CustomResource {
  declare readonly name: pulumi.Output<string>;

  constructor(name: string, args: pulumi.Inputs, opts?: pulumi.CustomResourceOptions) {
    const named = Object.entries(args).map(
      ([key, value]) => [key, value instanceof Empty ? value.name : value] as const,
    );
    super("pulumi-nodejs:dynamic/empty:Empty", name, { name, ...Object.fromEntries(named), __provider }, opts);
  }
}

export {
  Empty as ComputePool,
  Empty as Database,
  Empty as ImageRepository,
  Empty as Procedure,
  Empty as Schema,
  Empty as Service,
  Empty as Stage,
  Empty as Table,
  Empty as Task,
  Empty as TaskGraph,
  Empty as Warehouse,
};
