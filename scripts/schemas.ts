import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { format } from "prettier";
import { accessJsonSchema } from "../provider/cli/access/report";
import { doctorJsonSchema } from "../provider/cli/doctor/report";
import { baselineJsonSchema } from "../provider/cli/drift/baseline";
import { ignoreJsonSchema } from "../provider/cli/drift/ignore-file";
import { driftJsonSchema } from "../provider/cli/drift/report";
import { exportJsonSchema } from "../provider/cli/export/report";
import { reviewJsonSchema } from "../provider/cli/review/report";
import { rotateJsonSchema } from "../provider/cli/rotate/report";
import { contractJsonSchema } from "../provider/api/contract-file-schema";
import { railsJsonSchema } from "../provider/api/rail-settings";
import { seedJsonSchema } from "../provider/sandbox/seed";
import { tenantAccessJsonSchema } from "../provider/tenant-access/shape";

const folder = join(import.meta.dirname, "..", "schemas");
const schemas = {
  access: accessJsonSchema(),
  apptegoignore: ignoreJsonSchema(),
  contract: contractJsonSchema(),
  doctor: doctorJsonSchema(),
  drift: driftJsonSchema(),
  "drift-baseline": baselineJsonSchema(),
  export: exportJsonSchema(),
  review: reviewJsonSchema(),
  rotate: rotateJsonSchema(),
  "sandbox-seed": seedJsonSchema(),
  "tenant-access": tenantAccessJsonSchema(),
  rails: railsJsonSchema(),
};

mkdirSync(folder, { recursive: true });
for (const [name, schema] of Object.entries(schemas)) {
  const file = `${name}.schema.json`;
  writeFileSync(
    join(folder, file),
    await format(JSON.stringify(schema), { parser: "json", printWidth: 110 }),
  );
  console.log(`schemas/${file}`);
}
