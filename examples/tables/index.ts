import * as snowflake from "pulumi-dynamic-snowflake";

const shop = new snowflake.Database("shop", { dataRetentionTimeInDays: 2 });
const core = new snowflake.Schema("core", { database: shop });

// Types in any of Snowflake's spellings: int and NUMBER(38,0) are the same column.
const products = new snowflake.Table("products", {
  schema: core,
  comment: "What is sold",
  columns: [
    { name: "ID", type: "int", autoincrement: { start: 1000, increment: 10, order: true } },
    // Longer is an ALTER. Shorter is a replacement, which is refused at preview unless dataLoss says otherwise.
    { name: "SKU", type: "varchar(40)", nullable: false, collate: "en-ci" },
    // More digits are an ALTER; fewer are one too, if up finds that all values fit.
    { name: "PRICE", type: "number(12, 2)", nullable: false },
    // A virtual column is computed when it is read. Its expression is said at creation only.
    { name: "PRICE_WITH_TAX", type: "number(14, 4)", as: "PRICE * 1.19" },
    { name: "WEIGHT", type: "float", comment: "Kilograms" },
    // To rename a column, leave its former name here. Without it, the old column would be dropped and a new one added.
    { name: "IS_SOLD", type: "boolean", default: true, renamedFrom: ["ACTIVE", "SOLD"] },
    { name: "ATTRIBUTES", type: "variant" },
    { name: "KEYWORDS", type: "array" },
    { name: "EMBEDDING", type: "vector(float, 4)" },
    { name: "PHOTO", type: "binary(1000000)" },
    // A default is SQL: text needs its quotes, "'new'".
    { name: "STATE", type: "string", default: "'new'" },
    // A column that exists cannot be given a default; one that is added takes a constant or a sequence.
    { name: "ADDED_AT", type: "timestamp_ltz(3)", default: "CURRENT_TIMESTAMP()" },
  ],
  // Without a name, a key has the one that Snowflake makes up; what counts are its columns.
  primaryKey: { columns: ["ID"], name: "PRODUCTS_ID", rely: true },
  uniqueKeys: [["SKU"]],
});

// A key may refer to a resource: then the tables are created in the right order.
const orders = new snowflake.Table("orders", {
  schema: core,
  columns: [
    { name: "ID", type: "int" },
    { name: "DAY", type: "date", nullable: false, default: "CURRENT_DATE()" },
    { name: "NOTE", type: "string" },
  ],
  primaryKey: ["ID"],
  clusterBy: ["DAY"],
  changeTracking: true,
});
new snowflake.Table("order_lines", {
  schema: core,
  columns: [
    { name: "ORDER_ID", type: "int" },
    { name: "LINE", type: "smallint" },
    { name: "SKU", type: "varchar(40)", nullable: false },
    { name: "QUANTITY", type: "number(6, 0)", default: 1 },
  ],
  primaryKey: ["ORDER_ID", "LINE"],
  foreignKeys: [
    { columns: ["ORDER_ID"], references: { table: orders }, onDelete: "CASCADE" },
    { columns: ["SKU"], references: { table: products, columns: ["SKU"] }, name: "LINES_SKU" },
  ],
  checks: [{ name: "QUANTITY_POSITIVE", expression: "QUANTITY > 0" }],
});

// Columns and keys of another table, without its rows; and a table as it was, rows included: offset is in seconds back,
// timestamp: "2026-01-31T12:00:00Z" and statement: "<query id>" are the other two ways to say when.
new snowflake.Table("orders_staging", { schema: core, like: orders, transient: true });
new snowflake.Table("orders_snapshot", { schema: core, clone: { source: orders, at: { offset: 0 } } });

export const tables = [products.qualifiedName, orders.qualifiedName];
