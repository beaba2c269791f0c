import type { Row } from "../client/client";
import { same } from "../resource/equal";
import { clause } from "../resource/forms";
import { safe } from "../resource/plan";
import type { HowItChanges, Property, Reading } from "../resource/property";
import { holdsUnknown } from "../resource/unknown";
import {
  canonicalSpecification,
  differences,
  equalSpecification,
  fixedOfBlockVolumes,
  printJson,
  type ServiceSpecification,
  withHiddenEnv,
  withoutAdded,
} from "../specification";
import { join, parseQualified, quoted, raw, Sql, sql, storedName } from "../sql";
import { dollarQuoted } from "../sql/dollar-quoted";
import { describedSpec } from "./service-described";
import { secretsIn, withKnownEnv } from "./service-secrets";
import {
  isFile,
  isInline,
  isTemplate,
  jsonIn,
  type Spec,
  type SpecFile,
  type SpecTemplate,
  structureOf,
  type WrittenSpec,
} from "./service-spec-forms";
import { specSchema } from "./service-spec-schema";

/** What a service, or a job, consists of. */
export const spec: Property<WrittenSpec, Spec> = {
  ...clause<WrittenSpec, Spec>(specSchema, (value) => specClause(value), {
    place: "head",
    clause: specClause,
    change: howItChanges,
    equal: (left, right) => meansTheSame(left, right),
    difference,
    onChange: ({ alter, after, reason, all }) => {
      const upgrades = ["spec", ...(same(all.before["triggers"], all.after["triggers"]) ? [] : ["triggers"])];
      return after === undefined ? [] : [safe(sql`${alter} ${specClause(after)}`, reason, upgrades)];
    },
  }),
  source: { from: "statements", read: readSpec },
};

/** An upgrade in place, unless block volumes are to be others: they stay as they are as long as the service is there. */
function howItChanges(before: Spec | undefined, after: Spec | undefined): HowItChanges {
  const [was, shall] = [structureOf(before), structureOf(after)];
  if (was === undefined || shall === undefined) return "alter";
  const [fixed, wanted] = [fixedOfBlockVolumes(was), fixedOfBlockVolumes(shall)];
  return holdsUnknown(wanted) || same(fixed, wanted)
    ? "alter"
    : { replaceBecause: "its block volumes, which are made with the service and stay as they are" };
}

/** `FROM SPECIFICATION …`, `FROM @stage SPECIFICATION_FILE = …`, or one of them as a template. */
export function specClause(value: Spec): Sql {
  if (isFile(value)) return fromFile(value, "SPECIFICATION_FILE");
  if (!isTemplate(value)) return sql`FROM SPECIFICATION ${hidingEnv(value)}`;
  const { template } = value;
  const from = isFile(template)
    ? fromFile(template, "SPECIFICATION_TEMPLATE_FILE")
    : sql`FROM SPECIFICATION_TEMPLATE ${new Sql(dollarQuoted(template).text, hiddenTemplate(value), secretsIn(value))}`;
  return join([from, using(value)]);
}

function fromFile({ stage, file }: SpecFile, keyword: string): Sql {
  return sql`FROM ${raw(`@${quoted(...parseQualified(stage)).text}`)} ${raw(keyword)} = ${file}`;
}

/** Values of environment variables may be secret: they are sent, and shown nowhere. */
function hidingEnv(value: ServiceSpecification): Sql {
  const shown = dollarQuoted(printJson(withHiddenEnv(value))).text;
  return new Sql(dollarQuoted(printJson(value)).text, shown, secretsIn(value));
}

function hiddenTemplate(value: SpecTemplate): string {
  const structure = structureOf(value);
  return structure === undefined ? "'***'" : dollarQuoted(printJson(withHiddenEnv(structure))).text;
}

/** Letter case counts in names of variables. */
function using({ template, values }: SpecTemplate): Sql {
  const pairs = Object.entries(values).map(([key, value]) => sql`${quoted(storedName(key))} => ${valueInSql(value)}`);
  const clause = sql`USING (${join(pairs, ", ")})`;
  return new Sql(clause.text, clause.redacted, secretsIn({ template, values }));
}

function valueInSql(value: unknown): Sql {
  const isBare = typeof value === "number" || typeof value === "boolean";
  const piece = isBare ? sql`${value}` : sql`${typeof value === "string" ? asValue(value) : JSON.stringify(value)}`;
  return new Sql(piece.text, "'***'");
}

/** Snowflake takes letters and digits, and JSON: other text goes as text in JSON, unless it is JSON itself. */
function asValue(text: string): string {
  const json = jsonIn(text);
  const isJson = typeof json === "string" || (typeof json === "object" && json !== null);
  return isJson || /^[A-Za-z0-9_]*$/.test(text) ? text : JSON.stringify(text);
}

function meansTheSame(left: Spec, right: Spec): boolean {
  const [was, shall] = [structureOf(left), structureOf(right)];
  return was === undefined || shall === undefined ? same(left, right) : equalSpecification(was, shall);
}

/** What is new, by place; values of environment variables are hidden. */
function difference(before: Spec | undefined, after: Spec | undefined): string {
  const [was, shall] = [structureOf(before), structureOf(after)];
  if (was === undefined || shall === undefined) return `${inWords(before)} → ${inWords(after)}`;
  const found = differences(shall, was);
  if (found.length === 0) return "written in another form";
  return found.map(({ path, declared, reported }) => `${path}: ${shown(reported)} → ${shown(declared)}`).join(", ");
}

function inWords(value: Spec | undefined): string {
  if (value === undefined) return "none";
  if (isFile(value)) return `@${value.stage}/${value.file}`;
  return isTemplate(value)
    ? `a template${isFile(value.template) ? ` in ${inWords(value.template)}` : ""}`
    : "a specification";
}

function shown(value: unknown): string {
  return value === undefined ? "none" : JSON.stringify(value);
}

/** Rows of services whose specification the role is not shown, because it does not own them. */
const hiddenSpecs = new WeakSet<Row>();

/** Whether the specification of a row that was read is hidden: then its digest proves nothing. */
export function isHidden(row: Row): boolean {
  return hiddenSpecs.has(row);
}

/**
 * What Snowflake runs, compared as structure with what was declared. The digest in SHOW tells whether anybody has changed it since
 * we last did: only then it is read. What a file or a template came to is not known here: then any other digest is a change.
 */
async function readSpec(reading: Reading): Promise<unknown> {
  const { managed, recorded, row } = reading;
  const digest = row["spec_digest"];
  if (managed !== undefined && digest !== undefined && digest !== null && recorded["specDigest"] === digest)
    return managed;
  const reported = await describedSpec(reading);
  if (reported === undefined) {
    hiddenSpecs.add(row);
    return managed;
  }
  const declared = structureOf(managed);
  if (declared !== undefined && differences(declared, reported).length === 0) return managed;
  // The state encrypts what the program has marked, at its place: variables of a template have none in the structure.
  return withKnownEnv(
    canonicalSpecification(withoutAdded(reported, declared)),
    isInline(managed) ? managed : undefined,
  );
}
