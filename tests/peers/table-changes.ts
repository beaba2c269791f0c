/** A table before and after; between them, the statements have every form that columns and keys can make us use. */
export type TableChange = readonly [what: string, before: Written, after: Written];

type Written = Readonly<Record<string, unknown>>;

const id = { name: "id", type: "int" };
const v = { name: "v", type: "varchar(10)" };
const full = {
  name: '"full; --"',
  type: "varchar(20)",
  nullable: false,
  collate: "en-ci",
  default: "'it''s -- $$'",
  comment: "it's \\ ; DROP TABLE x",
  maskingPolicy: { policy: "g.p.mask", using: ['"full; --"', "id"] },
  projectionPolicy: "g.p.project",
  tags: { "g.p.t": "1" },
};
const governed = { maskingPolicy: "g.p.mask", projectionPolicy: "g.p.project", tags: { "g.p.t": "1" } };

export const tableChanges: readonly TableChange[] = [
  ["adds columns", { columns: [id] }, { columns: [id, full, { ...v, default: "x.y.seq.nextval" }] }],
  ["adds a number", { columns: [id] }, { columns: [id, { name: "n", type: "int", autoincrement: { order: true } }] }],
  ["drops columns", { columns: [id, full, v] }, { columns: [id] }],
  [
    "renames columns",
    { columns: [id, full] },
    {
      columns: [
        { ...id, name: '"Id"', renamedFrom: "id" },
        { ...full, maskingPolicy: undefined, name: "v", renamedFrom: full.name },
      ],
    },
  ],
  [
    "widens",
    { columns: [v, { ...id, type: "number(5,2)" }] },
    {
      columns: [
        { ...v, type: "text" },
        { ...id, type: "number(9,2)" },
      ],
    },
  ],
  ["requires", { columns: [id, { ...v, nullable: false }] }, { columns: [{ ...id, nullable: false }, v] }],
  [
    "gives up defaults",
    {
      columns: [
        { ...id, default: 5 },
        { ...v, default: "x.y.seq.nextval" },
      ],
    },
    { columns: [id, { ...v, default: "x.y.other.nextval" }] },
  ],
  ["comments", { columns: [id, { ...v, comment: "old" }] }, { columns: [{ ...id, comment: "new '\n--" }, v] }],
  [
    "changes one column in every way",
    { columns: [{ ...v, default: "'x'" }] },
    { columns: [{ ...v, name: "w", renamedFrom: "v", type: "text", nullable: false, comment: "new" }] },
  ],
  ["governs columns", { columns: [id] }, { columns: [{ ...id, ...governed }] }],
  [
    "governs columns otherwise",
    { columns: [{ ...id, ...governed }] },
    {
      columns: [
        {
          ...id,
          maskingPolicy: { policy: "g.p.other", using: ["id"] },
          projectionPolicy: "g.p.b",
          tags: { "g.p.u": "2" },
        },
      ],
    },
  ],
  ["governs columns no more", { columns: [{ ...id, ...governed }] }, { columns: [id] }],
  [
    "has columns of every sort",
    { columns: [id] },
    {
      columns: [
        id,
        { name: "a", type: "array(varchar)" },
        { name: "o", type: "object(k varchar not null, n int)" },
        { name: "m", type: "map(varchar, number(5,0))" },
        { name: "w", type: "vector(float, 256)" },
        { name: "t", type: "timestamp_tz(3)" },
        { name: "c", type: "number(10,2)", as: "id * 2" },
        { name: "g", type: "geography" },
        { name: "b", type: "binary(16)" },
      ],
    },
  ],
  [
    "gets keys",
    { columns: [id, v] },
    {
      columns: [id, v],
      primaryKey: { columns: ["id"], name: '"it\'s; --"', rely: true, comment: "it's" },
      uniqueKeys: [["v", "id"], { columns: ["v"], rely: false }],
      foreignKeys: [
        {
          columns: ["id", "v"],
          name: "up",
          references: { table: 'x.y."Parent; --"', columns: ["a", '"b c"'] },
          match: "partial",
          onUpdate: "set default",
          onDelete: "restrict",
          rely: true,
          comment: "up",
        },
        { columns: ["v"], references: { table: "parent" } },
      ],
    },
  ],
  [
    "changes keys",
    {
      columns: [id, v],
      primaryKey: { columns: ["id"], name: "one" },
      uniqueKeys: [{ columns: ["v"], rely: true }, ["id"]],
      foreignKeys: [{ columns: ["v"], references: { table: "parent" } }],
    },
    {
      columns: [id, v],
      primaryKey: { columns: ["id"], name: "two", rely: true },
      uniqueKeys: [{ columns: ["v"], rely: false }],
      foreignKeys: [{ columns: ["v"], references: { table: "parent" }, rely: true }],
    },
  ],
  [
    "gives up keys",
    {
      columns: [id, v],
      primaryKey: ["id"],
      uniqueKeys: [["v", "id"], { columns: ["v"], name: "u" }],
      foreignKeys: [
        { columns: ["v"], references: { table: "parent" } },
        { columns: ["id"], name: "up", references: { table: "parent" } },
      ],
    },
    { columns: [id, v] },
  ],
  [
    "gets conditions",
    { columns: [id] },
    { columns: [id], checks: ["id > 0 and id not in (7, 8)", { name: "c", expression: "id < 9" }] },
  ],
  ["gives up conditions", { columns: [id], checks: [{ name: "c", expression: "id < 9" }] }, { columns: [id] }],
  [
    "is clustered otherwise",
    { columns: [id, v], clusterBy: ["id"] },
    { columns: [{ ...id, name: "i", renamedFrom: "id" }, v], clusterBy: ["substring(v, 1, 3)", "i"] },
  ],
  [
    "is searched otherwise",
    { columns: [id, v], searchOptimization: ["equality(id)"] },
    { columns: [id, v], searchOptimization: ["substring(v)"] },
  ],
];
