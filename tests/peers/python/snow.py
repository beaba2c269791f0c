"""Runs commands of the Snowflake CLI in its home folder: a list of them as JSON on stdin, what each printed as JSON on stdout."""

import json
import os
import sys
import tempfile

from snowflake.cli._app.__main__ import main as snow


def run(command):
    """In a process of its own, as the CLI expects; but forked, because loading the CLI anew takes seconds."""
    with tempfile.TemporaryFile() as printed, tempfile.TemporaryFile() as complained:
        process = os.fork()
        if process == 0:
            os.dup2(printed.fileno(), 1)
            os.dup2(complained.fileno(), 2)
            sys.argv = ["snow", *command]
            os._exit(ended())
        _, status = os.waitpid(process, 0)
        return {"code": os.waitstatus_to_exitcode(status), "printed": text(printed), "complained": text(complained)}


def ended():
    code = 1
    try:
        snow()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    return code


def text(file):
    file.seek(0)
    return file.read().decode()


os.chdir(os.environ["SNOWFLAKE_HOME"])
json.dump([run(command) for command in json.load(sys.stdin)], sys.stdout)
