import { readContactChange } from "../kinds/database-clauses";
import { columnsOf } from "../query/table-data";
import { executed, status } from "../result";
import type { ObjectAction } from "../statements/kind";
import type { Cursor } from "../syntax/cursor";
import { readAddColumns } from "./add-columns";
import { readAlterColumns } from "./alter-columns";
import { readConstraintAction } from "./alter-constraints";
import { readClusterBy, readClusteringAction, settleClustering } from "./clustering";
import { readDropColumns } from "./drop-columns";
import { readPolicyAction } from "./policies";
import { readRenameColumn } from "./rename-column";
import { readSearchOptimization } from "./search-optimization";

/** Reads what ALTER TABLE does beyond what it does to any kind of object. */
export function readTableAction(cursor: Cursor): ObjectAction | undefined {
  return (
    readSearchOptimization(cursor) ??
    readPolicyAction(cursor) ??
    readClusteringAction(cursor) ??
    readClusterByAction(cursor) ??
    readConstraintAction(cursor) ??
    readAddColumns(cursor) ??
    readDropColumns(cursor) ??
    readRenameColumn(cursor) ??
    readAlterColumns(cursor) ??
    readContactChange(cursor)
  );
}

function readClusterByAction(cursor: Cursor): ObjectAction | undefined {
  const draft = readClusterBy(cursor);
  if (!draft) return undefined;
  return ({ access, catalog }, table) => {
    access.requireOwnership(table);
    table.properties["clusterBy"] = settleClustering(draft, columnsOf(table));
    table.properties["reclusterSuspended"] = false;
    table.updatedOn = catalog.stamp();
    return status(executed);
  };
}
