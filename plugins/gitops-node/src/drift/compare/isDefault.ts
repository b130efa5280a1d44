import { FieldSchema } from '../model';
import { isEmpty, isFields, isSame } from '../fields/value';
import { isSameScalar } from './scalar';

/** Whether a live value is no more than what the server fills in. */
export function isDefault(
  live: unknown,
  schema: FieldSchema | undefined,
): boolean {
  if (isEmpty(live)) return true;
  if (schema === undefined) return false;
  if (schema.default !== undefined) {
    if (isSame(live, schema.default)) return true;
    if (typeof live !== 'object' && typeof schema.default !== 'object') {
      return isSameScalar(schema.default, live, schema.format);
    }
  }
  if (schema.defaults?.includes(live)) return true;
  return (
    isFields(live) &&
    Object.entries(live).every(([key, value]) =>
      isDefault(value, schema.properties?.[key] ?? schema.additional),
    )
  );
}
