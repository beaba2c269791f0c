import { type RunningEmulator, serve } from "../../../emulator/http/serve";
import { type EmulatorOptions, parseAccount } from "../../../emulator/options";
import { type FakeEngine, fakeEngine } from "./fake-engine";

/** Serves the engine of these tests. */
export function startFake(options: EmulatorOptions = {}): Promise<RunningEmulator<FakeEngine>> {
  return serve(fakeEngine(), parseAccount(options.account), options);
}

/** Sends a request as a driver would, to look at the bare answer. */
export async function call(url: string, path: string, token: string | undefined, body: unknown = {}) {
  const headers = token === undefined ? {} : { Authorization: `Snowflake Token="${token}"` };
  const response = await fetch(`${url}${path}`, { method: "POST", headers, body: JSON.stringify(body) });
  // Answers are looked at member by member, as a driver does.
  return (await response.json()) as { success: boolean; code: string | null; message: string; data: Answer };
}

/** Members of `data` that the tests look at. */
export type Answer = Record<string, unknown> & { token: string; masterToken: string; rowset: string[][] };

/** Logs in without a driver. */
export function logIn(url: string, data: object = { LOGIN_NAME: "ada", PASSWORD: "secret" }, search = "") {
  return call(url, `/session/v1/login-request${search}`, undefined, { data });
}
