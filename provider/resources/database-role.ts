import { z } from "zod";
import { defineResource } from "../resource/definition";
import { clause, nameOf, text } from "../resource/forms";
import { tags } from "../resource/tags";
import { raw, sql } from "../sql";
import { howOriginChanges } from "./clone";

/** What a database role is a copy of: roles have no past. */
interface Source {
  readonly source: string;
}

const copied = ({ source }: Source) => sql`CLONE ${raw(source)}`;

/** A role that stands in a database. It is no resource of its own: the object model alone makes them. */
export const databaseRole = defineResource({
  kind: "DatabaseRole",
  noun: "DATABASE ROLE",
  plural: "DATABASE ROLES",
  scope: "database",
  // SHOW DATABASE ROLES knows no STARTS WITH.
  listing: "whole",
  page: "https://docs.snowflake.com/en/sql-reference/sql/create-database-role",
  properties: {
    /** Database role to copy; at creation only: another one later is a replacement. @defaultValue none */
    clone: clause<Source, Source>(z.strictObject({ source: nameOf(2) }), copied, {
      place: "head",
      clause: copied,
      change: howOriginChanges,
    }),
    /** @defaultValue none */
    comment: text(),
    /** Values of tags by qualified tag name (`DB.SCHEMA.TAG`). @defaultValue none */
    // CREATE DATABASE ROLE knows no TAG.
    tags: { ...tags, place: "after" },
  },
  rules: [],
});
