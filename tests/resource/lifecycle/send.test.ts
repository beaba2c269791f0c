import { expect, test } from "vitest";
import type { Client } from "../../../provider/client/client";
import { ConnectionError } from "../../../provider/client/errors";
import { type Act, send } from "../../../provider/resource/lifecycle/context";
import { warehouse } from "../../../provider/resources";
import { raw, storedName } from "../../../provider/sql";

const lost = new ConnectionError({ message: "The statement may have run.", outcomeUnknown: true });
const closed = new ConnectionError({ message: "This connection to Snowflake has been closed." });

function sending(isDone: () => Promise<boolean>): Promise<unknown> {
  const client: Pick<Client, "execute" | "writing"> = {
    execute: () => Promise.reject(lost),
    writing: (_, work) => work(),
  };
  const act = { client, definition: warehouse } as unknown as Act;
  return send(act, [storedName("W")], { statement: raw("CREATE WAREHOUSE W"), properties: [] }, isDone);
}

test("a statement whose answer is lost, and whose effect cannot be looked at, may have run", async () => {
  await expect(sending(() => Promise.reject(closed))).rejects.toBe(lost);
});

test("a statement whose effect is there is not sent again", async () => {
  expect(await sending(async () => true)).toBeUndefined();
});
