import {
  isJsonObject,
  JsonObject,
  listAt,
  numberAt,
  textAt,
} from '../readField';

/** One entry of `status.conditions`. */
export interface Condition {
  readonly type: string;
  readonly status: 'True' | 'False' | 'Unknown';
  readonly reason?: string;
  readonly message?: string;
  readonly observedGeneration?: number;
}

export function conditionsOf(
  holder: unknown,
  ...path: readonly string[]
): readonly Condition[] {
  return listAt(holder, ...path).flatMap(item => {
    const condition = isJsonObject(item) ? readCondition(item) : undefined;
    return condition === undefined ? [] : [condition];
  });
}

function readCondition(item: JsonObject): Condition | undefined {
  const type = textAt(item, 'type');
  const status = textAt(item, 'status');
  if (type === undefined) return undefined;
  return {
    type,
    status: status === 'True' || status === 'False' ? status : 'Unknown',
    reason: textAt(item, 'reason'),
    message: textAt(item, 'message'),
    observedGeneration: numberAt(item, 'observedGeneration'),
  };
}

/** What a person reads of it: its message, else its reason. */
export function tellCondition(condition: Condition): string {
  return (
    condition.message ??
    condition.reason ??
    `${condition.type} is ${condition.status}`
  );
}
