import * as snowflake from "pulumi-dynamic-snowflake";

// What exists (before.sql makes it) is declared as it is. "ifNotExists" takes it up if it equals the declaration; else up
// fails with a list of the differences. Nothing is changed. What was taken up is released, not dropped, by destroy.
const legacy = new snowflake.Database("legacy", { createMode: "ifNotExists", comment: "Made in 2019" });

// The PUBLIC schema comes with its database: it always exists already.
const shared = new snowflake.Schema("public", { database: legacy, createMode: "ifNotExists" });
new snowflake.Table("customers", {
  schema: shared,
  createMode: "ifNotExists",
  columns: [
    { name: "ID", type: "number", nullable: false },
    { name: "NAME", type: "varchar(200)" },
    { name: "SINCE", type: "date" },
  ],
  primaryKey: ["ID"],
});

// "createOrAlter" takes it up and alters what differs, as far as nothing is lost by it.
const billing = new snowflake.Schema("billing", { database: legacy, createMode: "createOrAlter", managedAccess: true });
new snowflake.Table("invoices", {
  schema: billing,
  createMode: "createOrAlter",
  columns: [
    { name: "ID", type: "int", nullable: false },
    { name: "AMOUNT", type: "number(12, 2)", comment: "In euros" },
    { name: "PAID", type: "boolean", default: false },
  ],
  primaryKey: ["ID"],
});

// What others go on managing is looked up, at preview too: here, for a table with the columns that theirs has now.
const rates = snowflake.getTable({ schema: "partner.public", name: "fx_rates" });
new snowflake.Table("rates", { schema: billing, columns: rates.apply(({ columns = [] }) => columns) });

export const theirs = snowflake
  .listTables({ schema: "partner.public", like: "fx%" })
  .apply((tables) => tables.map(({ qualifiedName }) => qualifiedName));
