import { FieldSchema } from '../model';
import { Fields, isEmpty, isFields, own } from '../fields/value';
import { isDefault } from './isDefault';

/** Whether live holds more than is declared and than the server fills in. */
export function hasMore(
  declared: Fields,
  live: Fields,
  schema: FieldSchema | undefined,
): boolean {
  for (const key of Object.keys(live)) {
    const child = schema?.properties?.[key] ?? schema?.additional;
    const ours = own(declared, key);
    if (ours === undefined) {
      if (!isEmpty(live[key]) && !isDefault(live[key], child)) return true;
    } else if (isFields(ours) && isFields(live[key])) {
      if (hasMore(ours, live[key], child)) return true;
    }
  }
  return false;
}
