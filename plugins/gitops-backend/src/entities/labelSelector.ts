import { InputError } from '@backstage/errors';

export type Labels = Readonly<Record<string, string>>;

/** Whether labels satisfy a requirement. */
type Requirement = (labels: Labels) => boolean;

const word = '[A-Za-z0-9]([-A-Za-z0-9_./]*[A-Za-z0-9])?';
const setBased = new RegExp(`^(${word})\\s+(in|notin)\\s*\\(([^()]*)\\)$`);
const equality = new RegExp(`^(${word})\\s*(==|=|!=)\\s*(${word})?$`);
const existence = new RegExp(`^(!?)\\s*(${word})$`);

/** Whoever registers an entity writes one; matching takes time by its square. */
const longestSelector = 2_000;

/**
 * Reads a Kubernetes label selector (`a=b,c!=d,e in (x, y),!f`), as
 * `kubectl --selector` takes it.
 */
export function parseLabelSelector(text: string): Requirement {
  if (text.length > longestSelector) {
    throw new InputError('A label selector is too long');
  }
  const requirements = text
    .split(/,(?![^(]*\))/)
    .map(part => part.trim())
    .filter(part => part !== '')
    .map(parseRequirement);
  if (requirements.length === 0) {
    throw new InputError('A label selector is empty');
  }
  return labels => requirements.every(requirement => requirement(labels));
}

function parseRequirement(text: string): Requirement {
  const equal = equality.exec(text);
  if (equal) {
    const [, key, , operator, value = ''] = equal;
    return operator === '!='
      ? labels => labels[key] !== value
      : labels => labels[key] === value;
  }
  const set = setBased.exec(text);
  if (set) {
    const [, key, , operator, list] = set;
    const values = new Set(list.split(',').map(value => value.trim()));
    return operator === 'in'
      ? labels => key in labels && values.has(labels[key])
      : labels => !(key in labels && values.has(labels[key]));
  }
  const exists = existence.exec(text);
  if (exists) {
    const [, not, key] = exists;
    return labels => key in labels !== (not === '!');
  }
  throw new InputError(`'${text}' is no label selector`);
}
