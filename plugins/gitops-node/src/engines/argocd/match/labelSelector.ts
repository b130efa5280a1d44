import { InputError } from '@backstage/errors';

type Labels = Readonly<Record<string, string>>;

const key = String.raw`[A-Za-z0-9](?:[\w./-]*[A-Za-z0-9])?`;
const setBased = new RegExp(String.raw`^(${key})\s+(in|notin)\s+\(([^()]*)\)$`);
const equality = new RegExp(String.raw`^(${key})\s*(==|=|!=)\s*([\w.-]*)$`);
const existence = new RegExp(String.raw`^(!?)\s*(${key})$`);

/**
 * Whether labels fit a selector, as Kubernetes reads one: `a=b, c!=d, e,
 * !f, g in (h, i)`. Throws an InputError where it can't be read.
 */
export function labelSelector(selector: string): (labels: Labels) => boolean {
  // Commas within parentheses part values, not requirements.
  const requirements = selector
    .split(/,(?![^(]*\))/)
    .map(text => text.trim())
    .filter(text => text !== '')
    .map(requirement);
  if (requirements.length === 0) {
    throw new InputError('The label selector selects nothing');
  }
  return labels => requirements.every(fits => fits(labels));
}

function requirement(text: string): (labels: Labels) => boolean {
  const set = setBased.exec(text);
  if (set !== null) {
    const [, name, operator, list] = set;
    const values = list.split(',').map(value => value.trim());
    const isIn = (labels: Labels) => {
      const value = valueOf(labels, name);
      return value !== undefined && values.includes(value);
    };
    return operator === 'in' ? isIn : labels => !isIn(labels);
  }
  const equal = equality.exec(text);
  if (equal !== null) {
    const [, name, operator, value] = equal;
    return operator === '!='
      ? labels => valueOf(labels, name) !== value
      : labels => valueOf(labels, name) === value;
  }
  const exists = existence.exec(text);
  if (exists !== null) {
    const [, not, name] = exists;
    return labels => (valueOf(labels, name) === undefined) === (not === '!');
  }
  throw new InputError(
    `The label selector ${JSON.stringify(text)} can't be read`,
  );
}

function valueOf(labels: Labels, name: string): string | undefined {
  return Object.hasOwn(labels, name) ? labels[name] : undefined;
}
