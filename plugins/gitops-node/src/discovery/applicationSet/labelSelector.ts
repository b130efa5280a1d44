import {
  entriesAt,
  itemsAt,
  ScalarNode,
  textAt,
  YamlNode,
} from '../../manifests/YamlNode';

/** Whether a Kubernetes label selector takes these labels. */
export function selects(
  selector: YamlNode | undefined,
  labelOf: (key: string) => string | undefined,
): boolean {
  for (const [key, value] of entriesAt(selector, 'matchLabels')) {
    const wanted = value instanceof ScalarNode ? value.text : '';
    if (labelOf(key) !== wanted) return false;
  }
  return itemsAt(selector, 'matchExpressions').every(expression =>
    matches(expression, labelOf),
  );
}

/** Whether no label could ever satisfy the selector: it is switched off. */
export function selectsNothing(selector: YamlNode | undefined): boolean {
  const expressions = itemsAt(selector, 'matchExpressions');
  const keysWith = (operator: string) =>
    expressions
      .filter(expression => textAt(expression, 'operator') === operator)
      .map(expression => textAt(expression, 'key'));
  const absent = new Set(keysWith('DoesNotExist'));
  return keysWith('Exists').some(key => absent.has(key));
}

function matches(
  expression: YamlNode,
  labelOf: (key: string) => string | undefined,
): boolean {
  const value = labelOf(textAt(expression, 'key') ?? '');
  const values = itemsAt(expression, 'values').map(item =>
    item instanceof ScalarNode ? item.text : '',
  );
  switch (textAt(expression, 'operator')) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      return false;
  }
}
