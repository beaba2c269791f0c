"""Runs statements through the Python connector: a request as JSON on stdin, what came back as JSON on stdout."""

import json
import sys

import snowflake.connector
from cryptography.hazmat.primitives import serialization
from snowflake.connector.constants import FIELD_ID_TO_NAME


def main():
    request = json.load(sys.stdin)
    snowflake.connector.paramstyle = "qmark"
    try:
        connection = connect(request)
    except snowflake.connector.Error as error:
        return {"login": failure(error), "results": []}
    with connection:
        results = [run(connection, statement) for statement in request["statements"]]
    return {"login": None, "results": results}


def connect(request):
    login = {key: request[key] for key in ("user", "password", "account", "host", "port", "role") if key in request}
    if "privateKey" in request:
        key = serialization.load_pem_private_key(request["privateKey"].encode(), password=None)
        login["private_key"] = key.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    return snowflake.connector.connect(protocol="http", login_timeout=20, **login)


def run(connection, statement):
    cursor = connection.cursor()
    try:
        cursor.execute(
            statement["sql"],
            statement.get("binds"),
            num_statements=statement.get("count", 1),
            timeout=statement.get("timeoutSeconds"),
        )
        results = [table(cursor)]
        while statement.get("count", 1) > 1 and cursor.nextset():
            results.append(table(cursor))
        return {**results[0], "results": results, "error": None}
    except snowflake.connector.Error as error:
        return {"columns": [], "types": [], "rows": [], "results": [], "error": failure(error)}


def table(cursor):
    return {
        "columns": [column.name for column in cursor.description],
        "types": [FIELD_ID_TO_NAME[column.type_code] for column in cursor.description],
        "rows": [[plain(value) for value in row] for row in cursor.fetchall()],
    }


def plain(value):
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, (bytes, bytearray)):
        return value.hex()
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def failure(error):
    return {"code": f"{error.errno:06d}", "sqlState": error.sqlstate, "message": error.raw_msg}


json.dump(main(), sys.stdout)
