import type { CatalogObject } from "../catalog/object";
import { executed, status } from "../result";
import { missing, unsupported } from "../sql-error";
import type { Context } from "../statements/context";
import type { ObjectAction } from "../statements/kind";
import type { Cursor } from "../syntax/cursor";
import { resumeService, suspendService } from "./advance-service";
import { compileSpecification } from "./compile";
import { invalidServiceState } from "./errors";
import { instanceCounts } from "./run-options";
import { requireAwake, wake } from "./service-pool";
import { isJob, recordOf, setRecord } from "./service-record";
import type { LivingService } from "./service-state";
import { requireLiving } from "./service-state";
import { endpointTimes, refuseAutoSuspend } from "./settle-service";
import type { Source } from "./source";
import { readSource, sourceText } from "./source";
import { blockVolumes } from "./specification/specification";

/** SUSPEND, RESUME, FROM … and RESTORE VOLUME. */
export function readServiceAction(cursor: Cursor): ObjectAction | undefined {
  if (cursor.accept("SUSPEND")) return operating(suspend);
  if (cursor.accept("RESUME")) return operating(resume);
  if (cursor.accept("FROM")) {
    const source = readSource(cursor);
    return operating((context, service, living) => upgrade(context, service, living, source));
  }
  return cursor.accept("RESTORE", "VOLUME") ? readRestore(cursor) : undefined;
}

type Act = (context: Context, service: CatalogObject, living: LivingService) => void;

function operating(act: Act): ObjectAction {
  return (context, service) => {
    context.access.require(service, "OPERATE");
    if (isJob(service)) throw unsupported("ALTER of a job service");
    act(context, service, requireLiving(context, service));
    return status(executed);
  };
}

function suspend({ containers }: Context, _service: CatalogObject, { pool, run }: LivingService): void {
  containers.changed(pool, ({ at }) => suspendService(run, containers.times, at));
}

function resume(context: Context, _service: CatalogObject, { pool, run }: LivingService): void {
  if (run.power === "on") return;
  requireAwake(context, pool);
  wake(context, pool);
  context.containers.changed(pool, ({ at }) => resumeService(run, at));
}

/** Instances that run are replaced one after another; a suspended service starts with the new ones. */
function upgrade(context: Context, service: CatalogObject, { pool, run }: LivingService, source: Source): void {
  const { catalog, containers } = context;
  const text = sourceText(context, source, "ALTER SERVICE");
  const { instances } = instanceCounts(service);
  const schema = catalog.get(service.parent);
  const { specification, text: shown, revision } = compileSpecification(context, text, { pool, schema, instances });
  refuseAutoSuspend(service, specification);
  const record = recordOf(service);
  const endpoints = endpointTimes(context, specification, record.endpoints);
  setRecord(service, { ...record, specification, specificationText: shown, revision, endpoints });
  service.updatedOn = catalog.stamp();
  containers.changed(pool, () => {
    run.isUpgrading = run.power === "on" && (run.isUpgrading || revision.digest !== run.revision.digest);
    run.revision = revision;
  });
}

function readRestore(cursor: Cursor): ObjectAction {
  const volume = cursor.identifier();
  cursor.expect("INSTANCES");
  const ids = [cursor.integer()];
  while (cursor.acceptSymbol(",")) ids.push(cursor.integer());
  cursor.expect("FROM", "SNAPSHOT");
  const snapshot = cursor.name(3);
  return operating((_context, service, { run }) => {
    if (run.power !== "suspended") throw invalidServiceState(service.name, "To restore a volume, first suspend");
    const names = blockVolumes(recordOf(service).specification);
    if (!names.includes(volume)) throw missing("Volume", volume);
    const { most } = instanceCounts(service);
    const other = ids.find((id) => id < 0 || id >= most);
    if (other !== undefined) throw missing("Instance", String(other));
    // The emulator has no snapshots: nobody can have made one.
    throw missing("Snapshot", snapshot.text);
  });
}
