import * as pulumi from "@pulumi/pulumi";

/** As long as the text that our own resources put into state. */
const __provider = 'exports.handler=()=>require("empty-dynamic-resources/handlers").empty';

/** A dynamic resource that only costs what Pulumi costs; it takes the arguments of any kind. */
class Empty extends pulumi.CustomResource {
  constructor(name: string, args: pulumi.Inputs, opts?: pulumi.CustomResourceOptions) {
    super("pulumi-nodejs:dynamic/empty:Empty", name, { name, ...args, __provider }, opts);
  }
}

export { Empty as Database, Empty as Warehouse };
