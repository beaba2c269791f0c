"""Reads SQL with sqlglot: a list of statements as JSON on stdin, what each one holds as JSON on stdout."""

import json
import logging
import sys

from sqlglot import exp
from sqlglot.dialects.snowflake import Snowflake
from sqlglot.errors import ParseError, TokenError

# It warns of each statement that it knows by its first word alone; the caller sees these by their kind.
logging.disable(logging.WARNING)

snowflake = Snowflake()


def main():
    return [read(statement) for statement in json.load(sys.stdin)]


def read(statement):
    try:
        tokens = snowflake.tokenize(statement)
    except TokenError as error:
        return {"statements": [], "tokens": [], "comments": [], "error": str(error)}
    found = {
        "tokens": [[token.token_type.name, token.text] for token in tokens],
        "comments": [comment for token in tokens for comment in token.comments],
    }
    try:
        trees = [tree for tree in snowflake.parse(statement) if tree is not None]
    except ParseError as error:
        return {**found, "statements": [], "error": str(error)}
    return {**found, "statements": [shape(tree) for tree in trees], "error": None}


def shape(tree):
    """The kind of a statement, what it is about, and the values of its properties where it has some."""
    targets = [one for one in [tree.this, *tree.args.get("tables", [])] if isinstance(one, exp.Expression)]
    properties = tree.args.get("properties")
    kind = tree.args.get("kind")
    return {
        "verb": type(tree).__name__,
        "kind": kind.name if isinstance(kind, exp.Expression) else kind,
        "name": [part.name for target in targets for part in target.find_all(exp.Identifier)],
        "replaces": bool(tree.args.get("replace")),
        "isQuery": tree.args.get("expression") is not None and not isinstance(tree, exp.Command),
        "columns": [column(one) for one in parts(tree) if isinstance(one, exp.ColumnDef)],
        "keys": [key(one) for one in tree.find_all(exp.PrimaryKey, exp.UniqueColumnConstraint, exp.ForeignKey)],
        "properties": {} if properties is None else dict(pair for one in properties.expressions for pair in pairs(one)),
    }


def parts(tree):
    """What stands between the brackets of a CREATE TABLE, or behind the ADD of an ALTER TABLE."""
    return tree.this.expressions if isinstance(tree.this, exp.Schema) else tree.args.get("actions") or []


def column(found):
    """Name and type of a column, and what else is said of it: the sort of each constraint and its text."""
    said = {type(one.args["kind"]).__name__: text(one.args["kind"]) for one in found.args.get("constraints") or []}
    return {"name": found.name, "type": found.args["kind"].sql("snowflake"), "said": said}


def text(constraint):
    value = constraint.this
    return value.sql("snowflake") if isinstance(value, exp.Expression) else None


def key(found):
    """Sort of a key, its columns, and the table and columns that it refers to."""
    inside = found.args.get("expressions") or (found.this.expressions if found.this else [])
    reference = found.args.get("reference")
    return {
        "sort": type(found).__name__,
        "columns": [one.name for one in inside],
        "refersTo": [one.name for one in reference.this.find_all(exp.Identifier)] if reference else [],
    }


def pairs(found):
    if isinstance(found, exp.Tags):
        return [(f"TAG {one.this.sql('snowflake')}", plain(one.args["value"])) for one in found.expressions]
    if isinstance(found, exp.SchemaCommentProperty):
        return [("COMMENT", plain(found.this))]
    if type(found) is exp.Property and isinstance(found.this, exp.Expression):
        return [(found.name, plain(found.args["value"]))]
    return [(type(found).__name__, True)]


def plain(value):
    if isinstance(value, exp.Literal):
        return {"text": value.this} if value.is_string else float(value.this)
    if isinstance(value, exp.Boolean):
        return value.this
    return {"word": value.this if isinstance(value, exp.Var) else value.sql("snowflake")}


json.dump(main(), sys.stdout)
